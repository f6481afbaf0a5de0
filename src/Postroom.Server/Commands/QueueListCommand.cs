using System.CommandLine;
using System.Globalization;
using Postroom.Deliveries;
using Postroom.Outbox;
using Spectre.Console;

namespace Postroom.Server.Commands;

/// <summary><c>postroom queue list</c>: deliveries, newest first.</summary>
static class QueueListCommand
{
    public static Command Create(CommandConsole console)
    {
        var state = new Option<DeliveryState?>("--state") { Description = "Only deliveries in this state.", HelpName = "STATE" };
        var app = new Option<string?>("--app") { Description = "Only deliveries of this app.", HelpName = "NAME" };
        var text = new Option<string?>("--text") { Description = "Only deliveries with these words in recipient, sender, subject, ID or last reply.", HelpName = "WORDS" };
        var limit = new Option<int>("--limit")
        {
            Description = "Maximum number of rows, 1 to 200.",
            HelpName = "N",
            DefaultValueFactory = _ => 50,
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var rows) && rows is >= 1 and <= 200) return rows;
                result.AddError("--limit takes 1 to 200.");
                return 0;
            },
        };
        var cursor = new Option<string?>("--cursor") { Description = "Where the previous page ended.", HelpName = "CURSOR" };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();

        var command = new Command("list", "List deliveries, newest first.") { state, app, text, limit, cursor, data, json };
        command.SetAction((result, cancellationToken) => StoreVisit.RunAsync(result.GetRequiredValue(data), console, mayMake: false, async services =>
        {
            var search = new DeliverySearch
            {
                State = result.GetValue(state),
                App = result.GetValue(app),
                Text = result.GetValue(text),
                Limit = result.GetValue(limit),
                Cursor = result.GetValue(cursor),
            };
            var page = await services.GetRequiredService<IDeliveryRecords>().SearchAsync(search, cancellationToken);
            if (result.GetValue(json))
                console.WriteJson(new QueuePage([.. page.Rows.Select(ToRow)], page.NextCursor), CommandJson.Readable.QueuePage);
            else
                Write(page, console);

            return ExitCodes.Done;
        }));
        return command;
    }

    static QueueRow ToRow(DeliveryRow row) => new(
        row.MessageId.ToString(), row.App, Word(row.Lane), row.Recipient, row.From, row.Subject, Word(row.State), row.Attempts,
        row.CreatedAt, row.DueAt, row.LastWords);

    static void Write(DeliveryPage page, CommandConsole console)
    {
        if (page.Rows.Count == 0)
        {
            console.WriteLine("No deliveries.");
            return;
        }

        var table = new Table().AddColumns("accepted (UTC)", "id", "app", "recipient", "subject", "state", "tries", "due (UTC)", "last words");
        foreach (var row in page.Rows)
        {
            string[] cells =
            [
                Time(row.CreatedAt), row.MessageId.ToString(), row.App, row.Recipient, Short(row.Subject, 40), Word(row.State),
                row.Attempts.ToString(CultureInfo.InvariantCulture), Time(row.DueAt), Short(row.LastWords ?? "", 80),
            ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        console.Write(table);
        if (page.NextCursor is not null) console.WriteLine($"More: --cursor {page.NextCursor}");
    }

    static string Short(string text, int length) => text.Length <= length ? text : $"{text[..(length - 1)]}…";

    static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
