// The API reference: reads the gateway's own document and lets it be tried, on the same origin.
import 'swagger-ui-dist/swagger-ui.css';
import './page.css';
import { SwaggerUIBundle } from 'swagger-ui-dist';
import { signInWith } from './signIn';

const ui = SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'none',
  tryItOutEnabled: true,
  persistAuthorization: false,
  validatorUrl: null,
  // The portal's session in another tab must not answer for whoever signed in here.
  requestInterceptor: (request) => ({ ...request, credentials: 'omit' }),
});

const form = document.querySelector<HTMLFormElement>('#sign-in')!;
const output = document.querySelector<HTMLOutputElement>('#signed-in')!;
signInWith(form, output, (token) => ui.preauthorizeApiKey('bearer', token));
