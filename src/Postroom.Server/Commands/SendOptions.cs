using System.CommandLine;
using Microsoft.AspNetCore.StaticFiles;
using Postroom.Client;

namespace Postroom.Server.Commands;

/// <summary>The message as <c>postroom send</c> is told it.</summary>
sealed class SendOptions
{
    static readonly FileExtensionContentTypeProvider ContentTypes = new();

    readonly Option<string?> _from = new("--from") { Description = "The sender. Default: that of the app or the mail server.", HelpName = "ADDRESS" };
    readonly Option<string[]> _to = new("--to") { Description = "A recipient. Can be repeated.", HelpName = "ADDRESS", Required = true };
    readonly Option<string[]> _cc = new("--cc") { Description = "A recipient of a copy (Cc).", HelpName = "ADDRESS" };
    readonly Option<string[]> _bcc = new("--bcc") { Description = "A hidden recipient (Bcc).", HelpName = "ADDRESS" };
    readonly Option<string?> _replyTo = new("--reply-to") { Description = "Where replies go.", HelpName = "ADDRESS" };
    readonly Option<string> _subject = new("--subject") { Description = "The subject.", Required = true };
    readonly Option<string?> _text = new("--text") { Description = "The plain text." };
    readonly Option<bool> _stdin = new("--stdin") { Description = "Read the plain text from standard input." };
    readonly Option<FileInfo?> _html = CommonOptions.ExistingFile("--html-file", "The HTML.");
    readonly Option<FileInfo[]> _attach = new("--attach") { Description = "A file to attach. Can be repeated.", HelpName = "FILE" };
    readonly Option<string?> _lane = new("--lane") { Description = "account, direct, notification or bulk.", HelpName = "LANE" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _from, _to, _cc, _bcc, _replyTo, _subject, _text, _stdin, _html, _attach, _lane }) command.Add(option);
        _attach.Validators.Add(result =>
        {
            foreach (var file in (result.GetValueOrDefault<FileInfo[]>() ?? []).Where(file => !file.Exists)) result.AddError($"There is no file {file.FullName}.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(_text) is not null && result.GetValue(_stdin)) result.AddError("Give the text with --text or --stdin, not both.");
            if (result.GetValue(_text) is null && !result.GetValue(_stdin) && result.GetValue(_html) is null)
                result.AddError("Give a message with --text, --stdin or --html-file.");
        });
    }

    public async Task<SendRequest> ReadAsync(ParseResult result, CommandConsole console, CancellationToken cancellationToken)
    {
        var attachments = new List<SendAttachment>();
        foreach (var file in result.GetValue(_attach) ?? []) attachments.Add(await ReadAsync(file, cancellationToken));
        return new SendRequest
        {
            From = result.GetValue(_from),
            To = result.GetRequiredValue(_to),
            Cc = result.GetValue(_cc),
            Bcc = result.GetValue(_bcc),
            ReplyTo = result.GetValue(_replyTo),
            Subject = result.GetRequiredValue(_subject),
            Text = result.GetValue(_stdin) ? await console.ReadTextAsync(cancellationToken) : result.GetValue(_text),
            Html = result.GetValue(_html) is { } html
                ? InputText.Read(await File.ReadAllBytesAsync(html.FullName, cancellationToken), html.FullName) : null,
            Attachments = attachments,
            Lane = result.GetValue(_lane),
        };
    }

    static async Task<SendAttachment> ReadAsync(FileInfo file, CancellationToken cancellationToken) => new()
    {
        Name = file.Name,
        ContentType = ContentTypes.TryGetContentType(file.Name, out var type) ? type : "application/octet-stream",
        Content = Convert.ToBase64String(await File.ReadAllBytesAsync(file.FullName, cancellationToken)),
    };
}
