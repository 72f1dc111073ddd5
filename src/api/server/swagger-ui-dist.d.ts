/** The package ships no types; this file of it does not load the bundle. */
declare module 'swagger-ui-dist/absolute-path.js' {
  function swaggerUiPath(): string;
  export = swaggerUiPath;
}
