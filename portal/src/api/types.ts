// The API's records by the names that the pages use. The document calls every field of an answer
// optional; `Known` names those that are always there.
import type { components, paths } from './schema';

type Schemas = components['schemas'];
type Known<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };

export interface Page<T> {
  items: T[];
  next?: string | null;
}

export type Account = Known<Schemas['AccountResponse'], 'id' | 'email' | 'name' | 'role'>;
export type Session = { account: Account; expiresIn: number };
export type Permission = NonNullable<Schemas['Me']['permissions']>[number];
export type Support = Known<Schemas['SupportContact'], 'name'>;
export type SignInPage = Omit<Schemas['SignInPage'], 'support'> & { support?: Support | null };

export type Partner = Known<
  Schemas['PartnerResponse'],
  | 'id'
  | 'type'
  | 'path'
  | 'name'
  | 'email'
  | 'phone'
  | 'contact'
  | 'loginDomain'
  | 'status'
  | 'portalEnabled'
  | 'permissions'
  | 'currency'
  | 'unpaidLicenseLimit'
  | 'createdAt'
> & { plans?: PlanPeriod[] };
/** Which plan somebody is on from a day on, in UTC; without a day since ever. */
export type PlanPeriod = { from?: string; planId?: string };
export type PartnerType = Partner['type'];
export type NewPartner = Schemas['CreatePartner'];
export type LoginDomain = Known<Schemas['LoginDomainResponse'], 'loginDomain' | 'available'>;
export type PartnersOverview = Known<
  Omit<Schemas['OverviewResponse'], 'meters'>,
  'period' | 'resellers' | 'activeResellers' | 'distributors' | 'activeDistributors'
> & { meters: Known<Schemas['MeteredQuantity'], 'meterId' | 'code' | 'quantity'>[] };
export type PermissionPreset = Known<Schemas['Preset'], 'preset' | 'kind' | 'permissions'>;

export type Customer = Known<
  Schemas['CustomerResponse'],
  'id' | 'partnerId' | 'email' | 'firstName' | 'lastName' | 'status' | 'createdAt'
> & { planId?: string; plans?: PlanPeriod[] };
export type TransferCode = Known<Schemas['TransferCodeResponse'], 'code' | 'expiresAt'>;
export type CustomerTransfer = {
  customer: Known<Schemas['TransferredCustomer'], 'id' | 'firstName' | 'lastName' | 'email'>;
  committed: boolean;
  /** It loses the plan that it is on. */
  planEnds: boolean;
};

export type Me = {
  account: Account;
  partner?: Partner;
  customer?: Customer;
  permissions: Permission[];
  mustChangePassword: boolean;
  support?: Support | null;
};

export type Money = Known<Schemas['Money'], 'amount' | 'currency'>;
export type Rate = Known<Schemas['Rate'], 'model' | 'currency'>;
export type PartKind = NonNullable<Schemas['RatingLine']['kind']>;
export type RatingPreview = {
  amount: Money;
  lines: (Known<Omit<Schemas['RatingLine'], 'amount'>, 'kind' | 'quantity' | 'unit'> & {
    amount: Money;
  })[];
};
export type Plan = Known<
  Omit<Schemas['PlanResponse'], 'fee' | 'rates' | 'prices'>,
  'id' | 'ownerId' | 'name' | 'status'
> & {
  fee: Money;
  rates: { meter: string; where?: Record<string, string>; rate: Rate }[];
  /** By date, oldest first. */
  prices?: PlanPrices[];
};
/** What a plan costs from a day on, in UTC; without a day since ever. */
export type PlanPrices = Pick<Plan, 'fee' | 'rates'> & { from?: string };
export type NewPlan = Schemas['PlanRequest'];

export type Product = Known<
  Schemas['ProductResponse'],
  'id' | 'vendorId' | 'code' | 'name' | 'kind' | 'status'
>;
export type Policy = Known<
  Schemas['PolicyResponse'],
  'id' | 'productId' | 'name' | 'type' | 'status'
> & { price?: Money };
export type NewProduct = Schemas['NewProduct'];
export type NewPolicy = Schemas['NewPolicy'];
export type SigningKey = Known<Schemas['Jwk'], 'kid' | 'x' | 'crv' | 'alg'>;
export type Grant = Known<Schemas['Grant'], 'productId'>;
export type SellablePolicy = Known<
  Omit<Schemas['SellablePolicy'], 'price'>,
  'policyId' | 'name' | 'type'
> & { price?: Money };
export type SellableProduct = Known<
  Omit<Schemas['SellableProduct'], 'policies'>,
  'productId' | 'code' | 'name'
> & { policies: SellablePolicy[] };
export type AccessQuestion = paths['/api/v1/access-check']['get']['parameters']['query'];
export type AccessCheck = Known<Schemas['AccessCheckResponse'], 'allowed' | 'rule' | 'reason'>;

export type Application = Known<
  Schemas['ApplicationResponse'],
  'id' | 'status' | 'type' | 'name' | 'email' | 'phone' | 'contact' | 'loginDomain' | 'createdAt'
>;

export type ApiKey = Known<Schemas['ApiKeyResponse'], 'id' | 'name' | 'permissions' | 'createdAt'>;
export type StaffAccount = Known<
  Schemas['StaffResponse'],
  'id' | 'email' | 'name' | 'permissions' | 'status' | 'primary' | 'createdAt'
>;

export type AuditRecord = Known<
  Schemas['AuditRecordResponse'],
  'id' | 'sequence' | 'at' | 'action'
>;

export type Meter = Known<
  Schemas['MeterResponse'],
  'id' | 'vendorId' | 'code' | 'displayName' | 'eventType' | 'aggregation' | 'groupBy' | 'status'
>;
export type NewMeter = Schemas['NewMeter'];
export type MeterPreview = Known<Schemas['MeterPreview'], 'meterId' | 'displayName' | 'effect'>;
export type AttributedTo = Known<
  Schemas['AttributedTo'],
  'licenseId' | 'customerId' | 'partnerIds'
>;
export type EventPreview = Known<
  Omit<Schemas['EventPreview'], 'attribution' | 'meters'>,
  'id' | 'status'
> & {
  attribution?: AttributedTo;
  meters: MeterPreview[];
};
export type RejectedEvent = Known<Schemas['RejectedResponse'], 'id' | 'code' | 'receivedAt'>;
export type LateEvent = Known<
  Schemas['LateResponse'],
  'id' | 'status' | 'licenseId' | 'source' | 'eventId' | 'type' | 'time' | 'receivedAt'
>;
export type Measured = Known<Schemas['Measured'], 'meter' | 'dimensions'>;
export type UsageCorrection = Known<
  Omit<Schemas['CorrectionResponse'], 'before' | 'after'>,
  'id' | 'licenseId' | 'source' | 'eventId' | 'type' | 'time' | 'action' | 'reason' | 'correctedAt'
> & { before: Measured[]; after: Measured[] };
export type NewCorrection = Schemas['NewCorrection'];
export type UsageRow = Known<Schemas['RowResponse'], 'start' | 'end' | 'quantity'>;
export type License = Known<
  Omit<Schemas['LicenseResponse'], 'price'>,
  | 'id'
  | 'key'
  | 'status'
  | 'class'
  | 'type'
  | 'productId'
  | 'productName'
  | 'policyId'
  | 'policyName'
  | 'customerId'
  | 'customerName'
  | 'partnerId'
  | 'issuedAt'
> & { price?: Money };
export type NewLicenses = Schemas['NewLicenses'];
export type Batch = Known<
  Schemas['BatchResponse'],
  | 'id'
  | 'kind'
  | 'status'
  | 'partnerId'
  | 'rows'
  | 'done'
  | 'issued'
  | 'failed'
  | 'createdAt'
  | 'keptUntil'
>;
export type BatchRow = Known<
  Schemas['BatchRowResponse'],
  'row' | 'status' | 'quantity' | 'licenseIds' | 'keys'
>;
export type Issuance = Known<
  Schemas['IssuanceResponse'],
  'id' | 'requested' | 'issued' | 'failed' | 'status' | 'productId' | 'policyId' | 'customerId'
>;
export type OwedLicense = Known<
  Omit<Schemas['OwedLicenseResponse'], 'price'>,
  'licenseId' | 'productId' | 'productName' | 'policyId' | 'policyName' | 'issuedAt'
> & { price?: Money };
export type SettlementLine = Known<
  Omit<Schemas['SettlementLineResponse'], 'price' | 'discount' | 'amount'>,
  'licenseId' | 'productId' | 'productName' | 'policyId' | 'policyName'
> & { price: Money; discount: Money; amount: Money };
export type SettlementPreview = Known<
  Omit<Schemas['SettlementPreview'], 'lines' | 'total'>,
  'discountPercent'
> & { lines: SettlementLine[]; total: Money };
export type SettlementSummary = Known<
  Omit<Schemas['SettlementSummary'], 'total'>,
  'id' | 'payerId' | 'payeeId' | 'status' | 'licenses' | 'discountPercent' | 'createdAt'
> & { total: Money };
export type Settlement = Known<
  Omit<Schemas['SettlementResponse'], 'lines' | 'total'>,
  'id' | 'payerId' | 'payeeId' | 'status' | 'discountPercent' | 'createdAt'
> & { lines: SettlementLine[]; total: Money };
export type LicenseManager = Known<
  Omit<Schemas['ManagerResponse'], 'grants'>,
  'partnerId' | 'status'
> & { grants: Grant[] };
export type Machine = Known<Schemas['MachineResponse'], 'id' | 'fingerprint' | 'activatedAt'>;
export type OrderLine = Known<
  Omit<Schemas['LineResponse'], 'unitPrice' | 'amount' | 'credited'>,
  'id' | 'productId' | 'policyId' | 'quantity' | 'issued' | 'returned' | 'orderedAt'
> & { unitPrice?: Money; amount?: Money; credited?: Money };
export type OrderReturn = Known<
  Omit<Schemas['ReturnResponse'], 'credited' | 'lines'>,
  'id' | 'kind' | 'status' | 'askedAt'
> & { credited?: Money; lines: { lineId: string; quantity: number }[] };
export type Order = Known<
  Omit<
    Schemas['OrderResponse'],
    'total' | 'credited' | 'lines' | 'licenseManagers' | 'returns'
  >,
  'id' | 'ownerId' | 'fulfillment' | 'status' | 'placedAt'
> & {
  licenseManagers?: LicenseManager[];
  /** Absent, as every price and return, for a license manager. */
  total?: Money;
  credited?: Money;
  returns?: OrderReturn[];
  lines: OrderLine[];
};
/** A part of what usage costs: so many at this price. */
export type RatedPart = Known<
  Omit<Schemas['LinePart'], 'amount'>,
  'kind' | 'quantity' | 'unitPrice'
> & { amount: Money };
export type StatementLine = Known<
  Omit<Schemas['Line'], 'amount' | 'discount' | 'parts' | 'days'>,
  'key' | 'kind' | 'description' | 'period' | 'quantity'
> & {
  amount: Money;
  discount?: Money;
  parts?: RatedPart[];
  /** The days of the month that it is about, `to` exclusive; absent for all. */
  days?: { from: string; to: string };
};
export type Statement = Known<
  Omit<Schemas['StatementResponse'], 'total' | 'otherTotals' | 'lines'>,
  'id' | 'payerId' | 'payerName' | 'payeeId' | 'payeeName' | 'period' | 'status'
> & { total: Money; otherTotals?: Money[]; lines: StatementLine[] };
/** What counting a range again changes, of one month or of all. */
export type Difference = Known<
  Schemas['Difference'],
  'changed' | 'before' | 'after' | 'difference'
>;
export type Remetering = Known<
  Omit<Schemas['RemeteringResponse'], 'preview'>,
  'id' | 'meterId' | 'from' | 'to' | 'status' | 'read' | 'refused' | 'createdAt'
> & {
  preview: Known<
    Omit<Schemas['UsagePreview'], 'total' | 'months' | 'examples'>,
    'events' | 'changed' | 'added' | 'unreadable' | 'withoutData' | 'voided'
  > & { total?: Difference; months: Difference[] };
};
export type StatementClose = Known<
  Omit<Schemas['CloseResponse'], 'open'>,
  'id' | 'period' | 'status' | 'payers' | 'checked' | 'closed' | 'openCount'
> & { open: Known<Schemas['Open'], 'payerId' | 'reason'>[] };
