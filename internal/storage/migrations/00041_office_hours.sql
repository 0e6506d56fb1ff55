-- +goose Up
-- Office hours were set twice. Where only the hotline's were set, they are the hours of the office now.
UPDATE policy_value SET key = 'org.duty.office.start' WHERE key = 'hotline.hours.open'
    AND NOT EXISTS (SELECT 1 FROM policy_value o WHERE o.key = 'org.duty.office.start' AND o.region_path = policy_value.region_path);
UPDATE policy_value SET key = 'org.duty.office.end' WHERE key = 'hotline.hours.close'
    AND NOT EXISTS (SELECT 1 FROM policy_value o WHERE o.key = 'org.duty.office.end' AND o.region_path = policy_value.region_path);

-- +goose Down
SELECT 1;
