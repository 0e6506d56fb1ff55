-- The yes-or-no facts of the present version of each item, so that lists can be narrowed by them. What was published before
-- is read out of its text: no other part of a record has members of these names.
-- +goose Up
CREATE TABLE catalog_flags (
  item_id TEXT NOT NULL,
  flag    TEXT NOT NULL,
  PRIMARY KEY (item_id, flag)
);
INSERT INTO catalog_flags (item_id, flag)
SELECT v.item_id, f.flag
FROM catalog_items i
JOIN catalog_versions v ON v.item_id = i.id AND v.n = i.version
JOIN (
  SELECT 'online' AS flag UNION ALL
  SELECT 'noMeeting' AS flag UNION ALL
  SELECT 'instantly' AS flag UNION ALL
  SELECT 'selfService' AS flag UNION ALL
  SELECT 'anyWindow' AS flag UNION ALL
  SELECT 'formalOnly' AS flag UNION ALL
  SELECT 'commitment' AS flag UNION ALL
  SELECT 'tolerance' AS flag UNION ALL
  SELECT 'appointment' AS flag UNION ALL
  SELECT 'mail' AS flag UNION ALL
  SELECT 'pay' AS flag UNION ALL
  SELECT 'project' AS flag UNION ALL
  SELECT 'green' AS flag UNION ALL
  SELECT 'default' AS flag UNION ALL
  SELECT 'village' AS flag
) f ON v.record LIKE '%"' || f.flag || '":true%';

-- +goose Down
DROP TABLE catalog_flags;
