// Every page and where it is. Each is a chunk of its own, loaded when it is first opened.
import {
  createBrowserRouter,
  Navigate,
  type LazyRouteFunction,
  type RouteObject,
} from 'react-router';
import type { ComponentType } from 'react';
import { RouteFailure } from './shell/RouteFailure';

/** A page is the default export of its file. */
function page(load: () => Promise<{ default: ComponentType }>): LazyRouteFunction<RouteObject> {
  return async () => ({ Component: (await load()).default });
}

export const router = createBrowserRouter([
  {
    errorElement: <RouteFailure />,
    hydrateFallbackElement: <></>,
    children: [
      { path: '/sign-in', lazy: page(() => import('./session/SignIn')) },
      { path: '/apply', lazy: page(() => import('./applications/Apply')) },
      {
        lazy: page(() => import('./shell/Shell')),
        children: [
          {
            errorElement: <RouteFailure />,
            children: [
              { index: true, lazy: page(() => import('./home/Home')) },
              { path: 'change-password', lazy: page(() => import('./session/ChangePassword')) },
              { path: 'partners', element: <Navigate to="/partners/resellers" replace /> },
              { path: 'partners/new', lazy: page(() => import('./partners/CreatePartner')) },
              { path: 'partners/:kind', lazy: page(() => import('./partners/Partners')) },
              { path: 'partner/:id/:tab?', lazy: page(() => import('./partners/PartnerPage')) },
              { path: 'customers', lazy: page(() => import('./customers/Customers')) },
              { path: 'customers/new', lazy: page(() => import('./customers/CreateCustomer')) },
              {
                path: 'customers/transfer',
                lazy: page(() => import('./customers/TransferCustomer')),
              },
              { path: 'customers/:id', lazy: page(() => import('./customers/CustomerPage')) },
              { path: 'licenses', lazy: page(() => import('./licenses/Licenses')) },
              { path: 'licenses/new', lazy: page(() => import('./licenses/CreateLicense')) },
              { path: 'licenses/:id', lazy: page(() => import('./licenses/LicensePage')) },
              { path: 'issuances/:id', lazy: page(() => import('./licenses/IssuancePage')) },
              { path: 'license-batches', lazy: page(() => import('./batches/Batches')) },
              { path: 'license-batches/new', lazy: page(() => import('./batches/NewBatch')) },
              { path: 'license-batches/:id', lazy: page(() => import('./batches/BatchPage')) },
              { path: 'registration', lazy: page(() => import('./own/Registration')) },
              { path: 'orders', lazy: page(() => import('./orders/Orders')) },
              { path: 'orders/new', lazy: page(() => import('./orders/PlaceOrder')) },
              { path: 'orders/:id/:tab?', lazy: page(() => import('./orders/OrderPage')) },
              { path: 'settlements', lazy: page(() => import('./settlements/Settlements')) },
              { path: 'settlements/new', lazy: page(() => import('./settlements/Settle')) },
              { path: 'settlements/:id', lazy: page(() => import('./settlements/SettlementPage')) },
              { path: 'statements', lazy: page(() => import('./statements/Statements')) },
              { path: 'statements/:id', lazy: page(() => import('./statements/StatementPage')) },
              { path: 'usage', lazy: page(() => import('./usage/Usage')) },
              { path: 'usage-corrections/:tab?', lazy: page(() => import('./usage/Corrections')) },
              { path: 'meters', lazy: page(() => import('./meters/Meters')) },
              { path: 'meters/new', lazy: page(() => import('./meters/CreateMeter')) },
              { path: 'meters/:id', lazy: page(() => import('./meters/MeterPage')) },
              { path: 'event-preview', lazy: page(() => import('./meters/PreviewEvent')) },
              { path: 'portfolio', lazy: page(() => import('./portfolio/Portfolio')) },
              { path: 'products', lazy: page(() => import('./catalog/Products')) },
              { path: 'products/new', lazy: page(() => import('./catalog/CreateProduct')) },
              { path: 'products/:id', lazy: page(() => import('./catalog/ProductPage')) },
              {
                path: 'products/:id/policies/new',
                lazy: page(() => import('./catalog/CreatePolicy')),
              },
              { path: 'policies/:id', lazy: page(() => import('./catalog/PolicyPage')) },
              { path: 'signing-keys', lazy: page(() => import('./signing/SigningKeys')) },
              { path: 'plans', lazy: page(() => import('./plans/Plans')) },
              { path: 'plans/new', lazy: page(() => import('./plans/CreatePlan')) },
              { path: 'plans/:id', lazy: page(() => import('./plans/EditPlan')) },
              { path: 'applications', lazy: page(() => import('./applications/Applications')) },
              {
                path: 'applications/:id',
                lazy: page(() => import('./applications/ApplicationPage')),
              },
              { path: 'api-keys', lazy: page(() => import('./keys/ApiKeys')) },
              { path: 'staff', lazy: page(() => import('./staff/Staff')) },
              { path: 'audit', lazy: page(() => import('./audit/Audit')) },
              { path: '*', lazy: page(() => import('./shell/NoSuchPage')) },
            ],
          },
        ],
      },
    ],
  },
]);
