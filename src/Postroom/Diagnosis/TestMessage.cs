using System.Globalization;
using System.Text.Json.Nodes;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Mail.Smtp.Client;
using Postroom.Rendering;

namespace Postroom.Diagnosis;

/// <summary>The message that a test sends: the letter <c>test-message</c>, with the product's name, logo and colours, and as people have changed it.</summary>
static class TestMessage
{
    const string Letter = "test-message";

    public static MessageContent Write(LetterRenderer letters, TestRequest request, Mailbox from, EmailAddress to, TlsReport? tls, DateTimeOffset now)
    {
        var language = Language.Find(request.Language.TwoLetterISOLanguageName) ?? Language.English;
        var letter = letters.Render(new LetterRequest
        {
            Letter = Letter,
            Language = language,
            Model = new JsonObject
            {
                ["server"] = request.Server.Name,
                ["encryption"] = tls is null ? null : $"{tls.Version}, {tls.Cipher}",
                ["from"] = from.ToString(),
                ["sentText"] = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture),
            },
        });
        return new MessageContent
        {
            From = from,
            ReplyTo = request.Identity.ReplyTo,
            To = [new Mailbox(null, to)],
            Subject = $"{request.Identity.SubjectPrefix} {letter.Subject}".TrimStart(),
            Date = now,
            MessageId = $"{Guid.CreateVersion7(now):D}@{from.Address.Domain.Ascii}",
            Text = letter.Text,
            Html = letter.Html,
            Attachments = [.. letter.Images.Select(image => new Attachment(image.FileName, "image/png", image.Png, image.ContentId))],
            // RFC 3834 §5: nobody's holiday notice answers it.
            Headers = [KeyValuePair.Create("Auto-Submitted", "auto-generated")],
        };
    }
}
