using System.Globalization;
using System.Net;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Diagnosis;

/// <summary>The message that a test sends.</summary>
static class TestMessage
{
    public static MessageContent Write(TestRequest request, Mailbox from, EmailAddress to, TlsReport? tls, DateTimeOffset now)
    {
        var language = request.Language;
        var server = request.Server.Name;
        var rows = new (string Label, string Value)[]
        {
            (Texts.GetIn(language, "TestMail.Server"), server),
            (Texts.GetIn(language, "TestMail.Encryption"), tls is null ? Texts.GetIn(language, "TestMail.Plaintext") : $"{tls.Version}, {tls.Cipher}"),
            (Texts.GetIn(language, "TestMail.From"), from.ToString()),
            (Texts.GetIn(language, "TestMail.Time"), now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
        };
        var title = Texts.GetIn(language, "TestMail.Title");
        var body = Texts.GetIn(language, "TestMail.Body", server);
        return new MessageContent
        {
            From = from,
            ReplyTo = request.Identity.ReplyTo,
            To = [new Mailbox(null, to)],
            Subject = $"{request.Identity.SubjectPrefix} {Texts.GetIn(language, "TestMail.Subject")}".TrimStart(),
            Date = now,
            MessageId = $"{Guid.CreateVersion7(now):D}@{from.Address.Domain.Ascii}",
            Text = $"{title}\n\n{body}\n\n{string.Join('\n', rows.Select(row => $"{row.Label}: {row.Value}"))}\n",
            Html = Html(language, title, body, rows),
            // RFC 3834 §5: nobody's holiday notice answers it.
            Headers = [KeyValuePair.Create("Auto-Submitted", "auto-generated")],
        };
    }

    // Tables and inline styles are what every mail program shows the same.
    static string Html(CultureInfo language, string title, string body, IEnumerable<(string Label, string Value)> rows)
    {
        var cells = string.Concat(rows.Select(row =>
            $"<tr><td style=\"padding:4px 16px 4px 0;color:#57606a\">{WebUtility.HtmlEncode(row.Label)}</td><td style=\"padding:4px 0\">{WebUtility.HtmlEncode(row.Value)}</td></tr>"));
        return $"""
            <!DOCTYPE html>
            <html lang="{language.TwoLetterISOLanguageName}">
            <head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>{WebUtility.HtmlEncode(title)}</title></head>
            <body style="margin:0;padding:24px;font-family:sans-serif;font-size:16px;line-height:1.5">
            <h1 style="margin:0 0 12px;font-size:20px">{WebUtility.HtmlEncode(title)}</h1>
            <p style="margin:0 0 16px">{WebUtility.HtmlEncode(body)}</p>
            <table role="presentation" style="border-collapse:collapse;font-size:14px">{cells}</table>
            </body>
            </html>
            """;
    }
}
