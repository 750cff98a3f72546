-- +goose Up
-- Deleting a group and removing an agent look for what belongs to it in tables that grow with the visitors, and in that of the targeted chats, which
-- grows with the sites. What belongs to nobody is in no index.
CREATE INDEX visitors_group ON visitors (agent_group) WHERE agent_group IS NOT NULL;
CREATE INDEX targeting_rules_group ON targeting_rules (agent_group) WHERE agent_group IS NOT NULL;
CREATE INDEX members_agent ON members (agent);
CREATE INDEX conversations_assigned ON conversations (assigned) WHERE assigned IS NOT NULL;
CREATE INDEX missed_mail_agent ON missed_mail (agent);
