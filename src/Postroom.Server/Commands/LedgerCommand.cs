using System.CommandLine;
using System.Globalization;
using Postroom.Outbox;
using Spectre.Console;

namespace Postroom.Server.Commands;

/// <summary><c>postroom ledger</c>: what was accepted and what became of it.</summary>
static class LedgerCommand
{
    public static Command Create(CommandConsole console)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var command = new Command("ledger", "Count what was accepted and what became of it. Fails when anything is unaccounted for.") { data, json };
        command.SetAction((result, cancellationToken) => StoreVisit.RunAsync(result.GetRequiredValue(data), console, mayMake: false, async services =>
        {
            var balance = await services.GetRequiredService<IDeliveryRecords>().LedgerAsync(cancellationToken);
            var answer = new LedgerAnswer(
                balance.Accepted, balance.Delivered, balance.Bounced, balance.Expired, balance.Cancelled, balance.Suppressed, balance.Waiting,
                balance.Uncertain, balance.IsBalanced);
            if (result.GetValue(json))
                console.WriteJson(answer, CommandJson.Readable.LedgerAnswer);
            else
                Write(answer, console);

            return answer.Balanced ? ExitCodes.Done : ExitCodes.Failed;
        }));
        return command;
    }

    static void Write(LedgerAnswer ledger, CommandConsole console)
    {
        var table = new Table().AddColumn("deliveries").AddColumn(new TableColumn("count").RightAligned());
        Row("accepted", ledger.Accepted);
        Row("delivered", ledger.Delivered);
        Row("bounced", ledger.Bounced);
        Row("expired", ledger.Expired);
        Row("cancelled", ledger.Cancelled);
        Row("suppressed", ledger.Suppressed);
        Row("waiting", ledger.Waiting);
        Row("uncertain", ledger.Uncertain);
        console.Write(table);
        console.WriteLine(ledger.Balanced ? "Balanced: nothing is unaccounted for." : "NOT balanced: the counts do not add up to what was accepted.");

        void Row(string name, long count) => table.AddRow(name, count.ToString("N0", CultureInfo.InvariantCulture));
    }
}
