using System.Text;
using System.Text.Json.Nodes;
using Postroom.Forges;
using Postroom.Forges.Readers;
using Postroom.Notifications;

namespace Postroom.Tests.Forges.Support;

/// <summary>Payloads as the forges' documents describe them, cut to what is read and a little around it.</summary>
static class Payloads
{
    public static readonly DateTimeOffset Received = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static JsonObject Bitbucket(string eventKey, Action<JsonObject>? change = null) => Changed(change, $$$"""
        {
          "eventKey": "{{{eventKey}}}", "date": "2026-01-02T04:00:00+0100",
          "actor": {"name": "jane", "emailAddress": "jane@example.com", "id": 1, "displayName": "Jane Citizen", "active": true, "slug": "jane", "type": "NORMAL"},
          "pullRequest": {
            "id": 12, "version": 3, "title": "Pour the tea", "description": "First\r\nsecond", "state": "OPEN", "open": true, "closed": false,
            "createdDate": 1767322800000, "updatedDate": 1767322900000,
            "fromRef": {"id": "refs/heads/tea", "displayId": "tea", "latestCommit": "aaaa"},
            "toRef": {"id": "refs/heads/main", "displayId": "main", "latestCommit": "bbbb",
              "repository": {"slug": "kettle", "id": 7, "name": "Kettle", "project": {"key": "TEA", "id": 1, "name": "Tea", "type": "NORMAL"} } },
            "author": {"user": {"name": "ann", "emailAddress": "ann@example.com", "displayName": "Ann"}, "role": "AUTHOR", "approved": false, "status": "UNAPPROVED"},
            "reviewers": [{"user": {"name": "ben", "displayName": "Ben"}, "role": "REVIEWER", "approved": false, "status": "UNAPPROVED"}],
            "participants": [{"user": {"name": "cat", "emailAddress": "cat@example.com", "displayName": "Cat"}, "role": "PARTICIPANT"}],
            "links": {"self": [{"href": "https://bitbucket.example.com/projects/TEA/repos/kettle/pull-requests/12"}]}
          }
        }
        """);

    public static JsonObject BitbucketComment(string eventKey, Action<JsonObject>? change = null) => Bitbucket(eventKey, body =>
    {
        body["comment"] = Json("""{"id": 62, "version": 0, "text": "I am a comment", "author": {"name": "jane", "displayName": "Jane Citizen"}, "createdDate": 1767322800000, "comments": [], "tasks": []}""");
        change?.Invoke(body);
    });

    public static JsonObject Cloud(Action<JsonObject>? change = null) => Changed(change, """
        {
          "actor": {"type": "user", "uuid": "{1}", "account_id": "557058:jane", "nickname": "jane", "display_name": "Jane Citizen"},
          "repository": {"type": "repository", "uuid": "{7}", "name": "kettle", "full_name": "tea/kettle"},
          "pullrequest": {
            "type": "pullrequest", "id": 12, "title": "Pour the tea", "description": "First", "state": "OPEN", "draft": false,
            "created_on": "2026-01-01T03:00:00.100000+00:00", "updated_on": "2026-01-02T03:00:00.123456+00:00",
            "links": {"html": {"href": "https://bitbucket.org/tea/kettle/pull-requests/12"}},
            "author": {"type": "user", "uuid": "{2}", "account_id": "557058:ann", "display_name": "Ann"},
            "reviewers": [{"type": "user", "uuid": "{3}", "account_id": "557058:ben", "display_name": "Ben"}],
            "participants": [
              {"type": "participant", "role": "REVIEWER", "approved": false, "state": null, "user": {"type": "user", "uuid": "{3}", "account_id": "557058:ben", "display_name": "Ben"}},
              {"type": "participant", "role": "PARTICIPANT", "approved": false, "state": null, "user": {"type": "user", "uuid": "{4}", "account_id": "557058:cat", "display_name": "Cat"}}
            ],
            "source": {"branch": {"name": "tea"}, "commit": {"hash": "aaaa"}, "repository": {"full_name": "ann/kettle"}},
            "destination": {"branch": {"name": "main"}, "commit": {"hash": "bbbb"}, "repository": {"full_name": "tea/kettle"}}
          }
        }
        """);

    public static JsonObject CloudComment(Action<JsonObject>? change = null) => Cloud(body =>
    {
        body["comment"] = Json("""
            {"id": 62, "content": {"raw": "Looks good"}, "created_on": "2026-01-02T03:00:00.5+00:00", "updated_on": "2026-01-02T03:02:00+00:00",
             "inline": {"path": "a.txt", "from": null, "to": 4}, "links": {"html": {"href": "https://bitbucket.org/tea/kettle/pull-requests/12/_/diff#comment-62"}},
             "user": {"type": "user", "uuid": "{1}", "account_id": "557058:jane", "display_name": "Jane Citizen"}}
            """);
        change?.Invoke(body);
    });

    public static JsonObject GitLab(string action, Action<JsonObject>? change = null) => Changed(change, $$$"""
        {
          "object_kind": "merge_request", "event_type": "merge_request",
          "user": {"id": 1, "name": "Jane Citizen", "username": "jane", "email": "[REDACTED]"},
          "project": {"id": 7, "name": "kettle", "web_url": "https://gitlab.example.com/tea/pots/kettle", "path_with_namespace": "tea/pots/kettle"},
          "object_attributes": {
            "id": 99, "iid": 12, "title": "Pour the tea", "description": "First", "state": "opened", "action": "{{{action}}}", "author_id": 2,
            "source_branch": "tea", "target_branch": "main", "url": "https://gitlab.example.com/tea/pots/kettle/-/merge_requests/12",
            "draft": false, "work_in_progress": false, "created_at": "2026-01-01 18:08:09 UTC", "updated_at": "2026-01-02T03:00:00Z",
            "last_commit": {"id": "aaaa"}
          },
          "labels": [], "changes": {},
          "assignees": [{"id": 2, "name": "Ann", "username": "ann"}],
          "reviewers": [{"id": 3, "name": "Ben", "username": "ben"}]
        }
        """);

    public static JsonObject GitLabNote(Action<JsonObject>? change = null) => Changed(change, """
        {
          "object_kind": "note", "event_type": "note",
          "user": {"id": 1, "name": "Jane Citizen", "username": "jane", "email": "jane@example.com"},
          "project": {"id": 7, "name": "kettle", "web_url": "https://gitlab.example.com/tea/pots/kettle", "path_with_namespace": "tea/pots/kettle"},
          "object_attributes": {
            "id": 1244, "note": "Looks good", "noteable_type": "MergeRequest", "discussion_id": "d1", "system": false, "action": "create",
            "created_at": "2026-01-02 03:00:00 UTC", "updated_at": "2026-01-02 03:00:00 UTC",
            "url": "https://gitlab.example.com/tea/pots/kettle/-/merge_requests/12#note_1244",
            "position": {"old_path": "a.txt", "new_path": "b.txt", "old_line": null, "new_line": 4}
          },
          "merge_request": {"id": 99, "iid": 12, "title": "Pour the tea", "source_branch": "tea", "target_branch": "main", "author_id": 2, "state": "opened"}
        }
        """);

    public static JsonObject Gitea(string action, Action<JsonObject>? change = null) => Changed(change, $$$"""
        {
          "action": "{{{action}}}", "number": 12,
          "pull_request": {
            "id": 473, "number": 12, "title": "Pour the tea", "body": "First", "state": "open", "merged": false,
            "html_url": "https://gitea.example.com/tea/kettle/pulls/12",
            "user": {"id": 2, "login": "ann", "username": "ann", "full_name": "Ann", "email": "ann@example.com", "language": "ja-JP"},
            "assignee": null, "assignees": [{"id": 4, "login": "cat", "email": "cat@noreply.gitea.example.com"}],
            "requested_reviewers": [{"id": 3, "login": "ben", "full_name": "", "email": "ben@example.com", "language": "en-US"}],
            "base": {"label": "main", "ref": "main", "sha": "bbbb"}, "head": {"label": "tea", "ref": "tea", "sha": "aaaa"},
            "updated_at": "2026-01-02T03:00:00Z"
          },
          "repository": {"id": 7, "name": "kettle", "full_name": "tea/kettle", "html_url": "https://gitea.example.com/tea/kettle", "owner": {"id": 9, "login": "tea"}},
          "sender": {"id": 1, "login": "jane", "username": "jane", "full_name": "Jane Citizen", "email": "jane@example.com", "language": "en-GB"}
        }
        """);

    public static JsonObject GiteaComment(string action, Action<JsonObject>? change = null) => Gitea(action, body =>
    {
        body["issue"] = Json("""{"id": 48, "number": 12, "title": "Pour the tea", "user": {"login": "ann"}, "html_url": "https://gitea.example.com/tea/kettle/pulls/12", "pull_request": {"merged": false}}""");
        body["comment"] = Json("""{"id": 45, "html_url": "https://gitea.example.com/tea/kettle/pulls/12#issuecomment-45", "body": "Looks good", "user": {"login": "jane"}, "created_at": "2026-01-02T03:00:00Z", "updated_at": "2026-01-02T03:00:00Z"}""");
        body["is_pull"] = true;
        body.Remove("pull_request");
        change?.Invoke(body);
    });

    public static JsonObject GitHub(string action, Action<JsonObject>? change = null) => Changed(change, $$$"""
        {
          "action": "{{{action}}}", "number": 12,
          "pull_request": {
            "number": 12, "title": "Pour the tea", "body": null, "state": "open", "merged": false, "draft": false,
            "html_url": "https://github.com/tea/kettle/pull/12", "updated_at": "2026-01-02T03:00:00Z",
            "user": {"login": "ann", "id": 2, "type": "User"}, "assignees": [], "requested_reviewers": [{"login": "ben", "id": 3, "type": "User"}], "requested_teams": [],
            "base": {"ref": "main", "sha": "bbbb"}, "head": {"ref": "tea", "sha": "aaaa"}
          },
          "repository": {"name": "kettle", "full_name": "tea/kettle", "html_url": "https://github.com/tea/kettle", "owner": {"login": "tea", "id": 9}},
          "sender": {"login": "jane", "id": 1, "node_id": "MDQ6VXNlcjE=", "type": "User"}
        }
        """);

    public static JsonNode Json(string json) => JsonNode.Parse(json)!;

    public static byte[] Bytes(JsonNode body) => Encoding.UTF8.GetBytes(body.ToJsonString());

    public static ForgeReading Read(ForgeKind kind, JsonNode body, string eventName = "", string? baseUrl = null) => ForgeReader.Read(
        kind, new ForgeDelivery("source", "delivery", eventName, Received, baseUrl is null ? null : new Uri(baseUrl)), Bytes(body));

    public static PullRequestEvent EventOf(ForgeKind kind, JsonNode body, string eventName = "") =>
        Assert.IsType<ForgeReading.Happened>(Read(kind, body, eventName)).PullRequestEvent;

    static JsonObject Changed(Action<JsonObject>? change, string json)
    {
        var body = Json(json).AsObject();
        change?.Invoke(body);
        return body;
    }
}
