using System.CommandLine;
using Postroom.Outbox;

namespace Postroom.Server.Commands;

/// <summary><c>postroom queue</c>: look at deliveries and act on them.</summary>
static class QueueCommand
{
    public static Command Create(CommandConsole console) => new("queue", "Show deliveries, retry or cancel them.")
    {
        QueueListCommand.Create(console),
        QueueShowCommand.Create(console),
        Change(console, "retry", "Try again now what waits, and once more what bounced, expired or stayed uncertain.",
            (outbox, id, cancellationToken) => outbox.RetryAsync(id, cancellationToken)),
        Change(console, "cancel", "Take back what still waits.",
            (outbox, id, cancellationToken) => outbox.CancelAsync(id, cancellationToken)),
    };

    /// <summary>The argument that names messages.</summary>
    public static Argument<MessageId[]> Ids(ArgumentArity arity) => new("ID")
    {
        Description = "The ID of a message, as shown when it was sent and by queue list.",
        Arity = arity,
        CustomParser = result =>
        {
            var ids = new List<MessageId>();
            foreach (var token in result.Tokens)
            {
                if (MessageId.TryParse(token.Value, out var id))
                    ids.Add(id);
                else
                    result.AddError($"{token.Value} is no message id.");
            }

            return [.. ids];
        },
    };

    static Command Change(CommandConsole console, string name, string description, Func<IOutbox, MessageId, CancellationToken, Task<int>> change)
    {
        var ids = Ids(ArgumentArity.OneOrMore);
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var command = new Command(name, description) { ids, data, json };
        command.SetAction((result, cancellationToken) => StoreVisit.RunAsync(result.GetRequiredValue(data), console, mayMake: false, async services =>
        {
            var done = await ChangeAsync(services, result.GetRequiredValue(ids), change, cancellationToken);
            if (result.GetValue(json))
                console.WriteJson(done, CommandJson.Readable.QueueChange);
            else
                console.WriteLine(FormattableString.Invariant($"{name}: {done.Deliveries} deliveries of {done.Messages} messages."));

            return done.Unknown.Count == 0 ? ExitCodes.Done : console.Fail($"Unknown: {string.Join(", ", done.Unknown)}");
        }));
        return command;
    }

    static async Task<QueueChange> ChangeAsync(
        IServiceProvider services, MessageId[] ids, Func<IOutbox, MessageId, CancellationToken, Task<int>> change, CancellationToken cancellationToken)
    {
        var outbox = services.GetRequiredService<IOutbox>();
        var records = services.GetRequiredService<IDeliveryRecords>();
        var unknown = new List<string>();
        var deliveries = 0;
        foreach (var id in ids)
        {
            if (await records.FindAsync(id, cancellationToken) is null)
                unknown.Add(id.ToString());
            else
                deliveries += await change(outbox, id, cancellationToken);
        }

        return new QueueChange(ids.Length - unknown.Count, deliveries, unknown);
    }
}
