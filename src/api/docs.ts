import express, { type Express } from 'express';
import swaggerUiPath from 'swagger-ui-dist/absolute-path.js';

// The package's own initializer shows a demonstration API; a file of its own because the page allows no inline script.
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
  app.get('/docs/swagger-initializer.js', (_request, response) => {
    response.type('text/javascript').send(INITIALIZER);
  });
  app.use('/docs', express.static(swaggerUiPath(), { index: 'index.html' }));
}
