using System.CommandLine;
using System.Globalization;
using Postroom.Outbox;

namespace Postroom.Server.Commands;

/// <summary><c>postroom queue show</c>: one message with all that happened to it.</summary>
static class QueueShowCommand
{
    public static Command Create(CommandConsole console)
    {
        var ids = QueueCommand.Ids(ArgumentArity.ExactlyOne);
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var command = new Command("show", "Show one message with every attempt.") { ids, data, json };
        command.SetAction((result, cancellationToken) => StoreVisit.RunAsync(result.GetRequiredValue(data), console, mayMake: false, async services =>
        {
            var id = result.GetRequiredValue(ids)[0];
            var record = await services.GetRequiredService<IDeliveryRecords>().FindAsync(id, cancellationToken);
            if (record is null) return console.Fail($"There is no message {id}.");

            if (result.GetValue(json))
                console.WriteJson(ToMessage(record), CommandJson.Readable.QueueMessage);
            else
                Write(ToMessage(record), console);

            return ExitCodes.Done;
        }));
        return command;
    }

    static QueueMessage ToMessage(MessageRecord record) => new(
        record.Id.ToString(), record.App, record.Lane.ToString().ToLowerInvariant(), record.EnvelopeSender, record.From, record.Subject,
        record.InternetMessageId, record.SizeBytes, record.Kind, record.CreatedAt, record.NotBefore, record.ExpiresAt,
        [.. record.Deliveries.Select(ToDelivery)]);

    static QueueDelivery ToDelivery(DeliveryRecord delivery) => new(
        delivery.Recipient, delivery.State.ToString().ToLowerInvariant(), delivery.DueAt, delivery.LastWords,
        [.. delivery.Attempts.Select(attempt => new QueueAttempt(
            attempt.Number, attempt.StartedAt, (long)attempt.Duration.TotalMilliseconds, attempt.Outcome, attempt.Words, attempt.Server,
            attempt.Tls, attempt.Phase, attempt.Transcript))]);

    static void Write(QueueMessage message, CommandConsole console)
    {
        console.WriteLine($"Message    {message.Id}");
        console.WriteLine($"Message-ID {message.MessageId}");
        console.WriteLine($"App        {message.App} ({message.Lane})");
        console.WriteLine($"From       {message.From} (envelope <{message.EnvelopeSender}>)");
        console.WriteLine($"Subject    {message.Subject}");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Size       {message.SizeBytes:N0} bytes"));
        console.WriteLine($"Accepted   {Time(message.CreatedAt)}, given up at {Time(message.ExpiresAt)}");
        foreach (var delivery in message.Deliveries) Write(delivery, console);
    }

    static void Write(QueueDelivery delivery, CommandConsole console)
    {
        console.WriteLine("");
        console.WriteLine($"To {delivery.Recipient}: {delivery.State}{(delivery.DueAt is { } due ? $", due {Time(due)}" : "")}");
        foreach (var attempt in delivery.Attempts)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {attempt.Number}. {Time(attempt.StartedAt)} {attempt.Server ?? "-"} {attempt.Tls ?? "plaintext"} {attempt.DurationMs} ms: {attempt.Outcome}: {attempt.Words}"));
        }
    }

    static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
