using System.Text.Json;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;

namespace Postroom.Tests.Mail.Mime;

/// <summary>A message as a reader saw it, in a shape that readers of all makes share.</summary>
sealed record OracleView
{
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string? Subject { get; init; }
    public List<Person> From { get; init; } = [];
    public List<Person> To { get; init; } = [];
    public List<Person> Cc { get; init; } = [];
    public string? Text { get; init; }
    public string? Html { get; init; }
    public List<Enclosed> Attachments { get; init; } = [];
    public List<string> Defects { get; init; } = [];

    public sealed record Person(string? Name, string? Address);

    public sealed record Enclosed(string? Name, string? Type, string? Cid, byte[] Content);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static OracleView Of(ReadMessage message) => new()
    {
        Subject = message.Subject,
        From = [.. message.From.Mailboxes.Select(One)],
        To = [.. message.To.Mailboxes.Select(One)],
        Cc = [.. message.Cc.Mailboxes.Select(One)],
        Text = message.Text,
        Html = message.Html,
        Attachments = [.. message.Attachments.Select(file => new Enclosed(file.Name, file.ContentType, file.ContentId, file.Content.ToArray()))],
        Defects = [.. message.Problems, .. message.From.Problems, .. message.To.Problems, .. message.Cc.Problems],
    };

    public static (OracleView, OracleView) ForUs(MessageContent content, OracleView seen) => (Expected(content), seen);

    /// <summary>Python takes the quotes off a local part.</summary>
    public static (OracleView, OracleView) ForPython(MessageContent content, OracleView seen) =>
        (Expected(content).Map(Unquoted), seen.Map(Unquoted));

    /// <summary>Mailparser takes the quotes off too, shows domains in Unicode, guesses types by file name, and has no empty body.</summary>
    public static (OracleView, OracleView) ForMailparser(MessageContent content, OracleView seen) =>
        (Expected(content).Map(Unquoted).Map(text => text.Replace("xn--r8jz45g", "例え")).Loosened(), seen.Map(Unquoted).Loosened());

    OracleView Map(Func<string, string> address) => this with
    {
        From = From.ConvertAll(one => one with { Address = address(one.Address!) }),
        To = To.ConvertAll(one => one with { Address = address(one.Address!) }),
        Cc = Cc.ConvertAll(one => one with { Address = address(one.Address!) }),
    };

    OracleView Loosened() => this with
    {
        Attachments = Attachments.ConvertAll(file => file with { Type = null }),
        Text = Text is "" or "\n" ? null : Text,
        Html = Html is "" or "\n" ? null : Html,
    };

    static string Unquoted(string address) => address.Replace("\"", "");

    static OracleView Expected(MessageContent content) => new()
    {
        Subject = NastyContent.AsHeader(content.Subject),
        From = [One(content.From)],
        To = [.. content.To.Select(One)],
        Cc = [.. content.Cc.Select(One)],
        Text = content.Text is null ? EmptyBody(content) : NastyContent.AsBody(content.Text),
        Html = content.Html is null ? null : NastyContent.AsBody(content.Html),
        Attachments = [.. InOrder(content).Select(file => new Enclosed(NameOf(file), TypeOf(file), file.ContentId, file.Content.ToArray()))],
    };

    /// <summary>A message of nothing is written as an empty text.</summary>
    static string? EmptyBody(MessageContent content) => content.Html is null && content.Attachments.Count == 0 ? "" : null;

    /// <summary>Inline files stand with the HTML, before the others.</summary>
    static IEnumerable<Attachment> InOrder(MessageContent content) =>
        content.Attachments.OrderBy(file =>
            file.ContentId is { } id && content.Html?.Contains("cid:" + id, StringComparison.Ordinal) == true ? 0 : 1);

    static string NameOf(Attachment file)
    {
        var name = NastyContent.AsHeader(file.Name);
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        if (name.Length <= 255) return name;
        var dot = name.LastIndexOf('.');
        var tail = dot > 0 && name.Length - dot <= 20 ? name[dot..] : "";
        return name[..(255 - tail.Length)] + tail;
    }

    static string TypeOf(Attachment file) =>
        file.ContentType is "nonsense" or "multipart/mixed" ? "application/octet-stream" : file.ContentType.Split(';')[0];

    static Person One(Mailbox mailbox) =>
        new(NastyContent.AsHeader(mailbox.DisplayName ?? ""), mailbox.Address.Wire);
}
