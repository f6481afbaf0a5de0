namespace Postroom.Admin.AppPages;

/// <summary>Programs that send one message with a key, ready to be copied.</summary>
static class Snippets
{
    /// <summary>All of them.</summary>
    /// <param name="api">The address of the message door.</param>
    /// <param name="key">The key.</param>
    /// <param name="needsFrom">Whether there is no global sender, so that the message must name its own.</param>
    /// <param name="to">Who gets the message.</param>
    public static IReadOnlyList<Snippet> All(string api, string key, bool needsFrom, string to)
    {
        var from = needsFrom ? $"\"from\": \"{to}\", " : "";
        return [Curl(api, key, from, to), CSharp(api, key, from, to), Python(api, key, from, to)];
    }

    static Snippet Curl(string api, string key, string from, string to) => new("curl", "curl", $$"""
        curl {{api}} \
          -H "Authorization: Bearer {{key}}" \
          -H "Content-Type: application/json" \
          -d '{{{from}}"to": ["{{to}}"], "subject": "Hello", "text": "It works."}'
        """);

    static Snippet CSharp(string api, string key, string from, string to) => new("csharp", "C#", $$""""
        using System.Net.Http.Headers;
        using System.Text;

        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "{{key}}");
        var message = """{{{from}}"to": ["{{to}}"], "subject": "Hello", "text": "It works."}""";
        using var content = new StringContent(message, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("{{api}}", content);
        Console.WriteLine(await answer.Content.ReadAsStringAsync());
        """");

    static Snippet Python(string api, string key, string from, string to) => new("python", "Python", $$"""
        import json, urllib.request

        message = {{{from}}"to": ["{{to}}"], "subject": "Hello", "text": "It works."}
        request = urllib.request.Request(
            "{{api}}",
            data=json.dumps(message).encode(),
            headers={"Authorization": "Bearer {{key}}", "Content-Type": "application/json"},
        )
        print(urllib.request.urlopen(request).read().decode())
        """);
}

/// <summary>One program.</summary>
/// <param name="Id">Its id in the page.</param>
/// <param name="Name">Its language.</param>
/// <param name="Text">The program.</param>
sealed record Snippet(string Id, string Name, string Text);
