import type { Express } from 'express';
import swaggerUiPath from 'swagger-ui-dist/absolute-path.js';
import { fileHandler, type MemoryFile, readFiles, serveFiles } from './memory-files.js';

// Of the package what the page loads: it has source maps and other builds too, ten megabytes.
const OF_PACKAGE = ['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png'];

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Convot Partner Sync: the API</title>
    <link rel="stylesheet" href="swagger-ui.css" />
    <link rel="icon" type="image/png" href="favicon-32x32.png" sizes="32x32" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="swagger-initializer.js"></script>
  </body>
</html>
`;

// The package's own shows a demonstration API; a file of its own because the page allows no inline script.
const INITIALIZER = `window.onload = () => {
  window.ui = SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#swagger-ui',
    presets: [SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
    validatorUrl: null,
  });
};
`;

/** The OpenAPI document as a page, from files of our own: nothing is loaded from elsewhere. */
export function serveDocs(app: Express): void {
  const files = [
    ...readFiles(swaggerUiPath(), OF_PACKAGE).map(withoutSourceMap),
    { name: 'swagger-initializer.js', bytes: Buffer.from(INITIALIZER) },
  ];
  app.get('/docs', (_request, response) => response.redirect('/docs/'));
  app.get('/docs/', fileHandler({ name: 'index.html', bytes: Buffer.from(PAGE) }, 'no-cache'));
  serveFiles(app, '/docs', files, 'public, max-age=3600');
}

/** Whoever opens a browser's tools would be told of a map that is not here. */
function withoutSourceMap({ name, bytes }: MemoryFile): MemoryFile {
  if (!name.endsWith('.css')) return { name, bytes };
  return { name, bytes: Buffer.from(bytes.toString().replace(/\/\*# sourceMappingURL=\S*\*\//, '')) };
}
