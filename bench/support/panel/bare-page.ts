/**
 * The least that a page can be: asks its host for a token, reads one merchant, and shows its MRR. No framework, no style.
 * What a page of ours takes beyond it is its own.
 */
export const BARE_PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Merchant</title></head>
  <body>
    <main></main>
    <script>
      window.addEventListener('message', async ({ data }) => {
        if (data.type !== 'convot.token') return;
        const domain = new URLSearchParams(location.search).get('shop');
        const response = await fetch('/v1/merchants/' + domain, { headers: { Authorization: 'Bearer ' + data.token } });
        const { mrr } = await response.json();
        document.querySelector('main').textContent = domain + ': MRR ' + mrr.map(({ amount }) => amount).join(', ');
      });
      parent.postMessage({ type: 'convot.ready' }, '*');
    </script>
  </body>
</html>`;
