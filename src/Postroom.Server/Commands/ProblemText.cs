using System.Text.Json;

namespace Postroom.Server.Commands;

/// <summary>Reads problem details (RFC 9457) for people.</summary>
static class ProblemText
{
    const int MaximumLength = 500;

    /// <summary>Title, detail and the fields with their errors; the body as it is when it is something else.</summary>
    public static string Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return Read(document.RootElement);
        }
        catch (JsonException)
        {
            // A proxy's page, perhaps: shown as it is.
        }

        return body.Length <= MaximumLength ? body : body[..MaximumLength];
    }

    static string Read(JsonElement problem)
    {
        var parts = new List<string>();
        foreach (var name in new[] { "title", "detail" })
        {
            if (problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String) parts.Add(value.GetString()!);
        }

        if (problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
            parts.AddRange(errors.EnumerateObject().Select(field => $"{Environment.NewLine}  {field.Name}: {string.Join(' ', field.Value.EnumerateArray())}"));

        return string.Join(' ', parts);
    }
}
