using System.Text.Json;

namespace Postroom.Client;

/// <summary>The body of <c>POST /api/v1/messages</c>.</summary>
public sealed record SendRequest
{
    /// <summary>The sender, such as <c>Wiki &lt;wiki@example.com&gt;</c>; null: the app's, else the global one.</summary>
    public string? From { get; init; }

    /// <summary>Recipients shown in To.</summary>
    public IReadOnlyList<string>? To { get; init; }

    /// <summary>Recipients shown in Cc.</summary>
    public IReadOnlyList<string>? Cc { get; init; }

    /// <summary>Recipients nobody sees.</summary>
    public IReadOnlyList<string>? Bcc { get; init; }

    /// <summary>Where answers go; null: the global Reply-To, if any.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The subject.</summary>
    public string? Subject { get; init; }

    /// <summary>The plain text body.</summary>
    public string? Text { get; init; }

    /// <summary>The HTML body.</summary>
    public string? Html { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Files and inline images.</summary>
    public IReadOnlyList<SendAttachment>? Attachments { get; init; }

    /// <summary><c>account</c>, <c>direct</c>, <c>notification</c> or <c>bulk</c>; null: <c>direct</c>.</summary>
    public string? Lane { get; init; }

    /// <summary>Not tried before this time (RFC 3339); null: at once.</summary>
    public string? NotBefore { get; init; }

    /// <summary>Given up at this time (RFC 3339); null: after five days.</summary>
    public string? Expires { get; init; }

    /// <summary>Fields that are none of the above, by name, so that a misspelt one is named and not ignored.</summary>
    [System.Text.Json.Serialization.JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>A file that travels with a message.</summary>
public sealed record SendAttachment
{
    /// <summary>The file name people see.</summary>
    public string? Name { get; init; }

    /// <summary>The media type; null: <c>application/octet-stream</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>For <c>cid:</c> links of the HTML; null: an ordinary attachment.</summary>
    public string? ContentId { get; init; }

    /// <summary>The bytes in base64.</summary>
    public string? Content { get; init; }

    /// <summary>Fields that are none of the above.</summary>
    [System.Text.Json.Serialization.JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>The answer to an accepted message.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Deliveries">One for each recipient.</param>
public sealed record SendAnswer(string Id, IReadOnlyList<SendDelivery> Deliveries);

/// <summary>Where the delivery to one recipient stands.</summary>
/// <param name="Recipient">The address.</param>
/// <param name="State">Such as <c>waiting</c> or <c>delivered</c>.</param>
public sealed record SendDelivery(string Recipient, string State);
