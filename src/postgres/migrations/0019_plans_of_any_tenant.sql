-- A plan is made for whoever asks, and must not be good for those only who asked first: behind `(select …)` the planner
-- takes the tenant for unknown. Before, it looked the setting up, and found none where a statement sets it itself
-- (tenantTable), or that of a tenant with one row, for whom every index does; the largest tenant then got that plan.
alter policy tenant on merchants using (organization_id = (select current_organization()));
alter policy tenant on merchant_apps using (organization_id = (select current_organization()));
alter policy tenant on merchant_app_money using (organization_id = (select current_organization()));
alter policy tenant on apps using (organization_id = (select current_organization()));
