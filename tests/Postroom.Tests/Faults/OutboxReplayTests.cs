using System.Text;
using Postroom.Deliveries;
using Postroom.Outbox;
using Postroom.Tests.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Faults;

/// <summary>
/// Plays every transcript of the client once more with mail out of a real store: what became of each delivery, whether
/// the route pauses, and that nothing is lost when the server heals. The <c>@outbox</c> lines of a transcript say so.
/// </summary>
public sealed class OutboxReplayTests
{
    public static TheoryData<string> Transcripts =>
    [
        .. Directory.EnumerateFiles(TranscriptFile.Folder, "*.txt").Order()
            .Select(path => Path.GetFileNameWithoutExtension(path)!)
            .Where(name => !TranscriptFile.Load(name).IsOfTheClientAlone),
    ];

    [Theory, MemberData(nameof(Transcripts))]
    public async Task Goes_as_written_and_nothing_is_lost(string name)
    {
        var file = TranscriptFile.Load(name);
        await using var fixture = new FaultFixture();
        for (var i = 0; i < file.Messages; i++) await fixture.AcceptAsync(MessageOf(file, fixture));
        await using var server = new ScriptedMailServer($"{file.Script}\nNEXT\n{FaultFixture.TakesOneMessage}");

        await fixture.RunAsync(file.Endpoint(server.Port), file.Options);

        Assert.Equal(file.Outbox, await OutcomesAsync(fixture));
        await NothingIsLostAsync(fixture);
        await NoSecretIsToldAsync(fixture, file);
    }

    static async Task<IEnumerable<string>> OutcomesAsync(FaultFixture fixture)
    {
        var lines = (await fixture.DeliveriesAsync())
            .Select(delivery => $"{delivery.Recipient} {delivery.Attempts.LastOrDefault()?.Outcome ?? "untried"}");
        return fixture.Pause is null ? lines : lines.Append("paused");
    }

    static async Task NothingIsLostAsync(FaultFixture fixture)
    {
        var open = (await fixture.DeliveriesAsync()).Where(delivery => delivery.State == DeliveryState.Waiting).Select(
            delivery => delivery.Recipient).ToList();

        await fixture.HealAsync();

        var after = await fixture.DeliveriesAsync();
        Assert.All(after.Where(delivery => open.Contains(delivery.Recipient)), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
        Assert.DoesNotContain(after, delivery => delivery.State is DeliveryState.Waiting or DeliveryState.Leased);
        Assert.True((await fixture.Store.Records.LedgerAsync(TestContext.Current.CancellationToken)).IsBalanced);
    }

    static async Task NoSecretIsToldAsync(FaultFixture fixture, TranscriptFile file)
    {
        if (file.Options.Credentials is not { } login) return;
        var told = string.Concat((await fixture.DeliveriesAsync()).SelectMany(delivery => delivery.Attempts).Select(attempt => attempt.Words + attempt.Transcript));
        Assert.DoesNotContain(login.Password, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(login.Password)), told, StringComparison.Ordinal);
    }

    static OutboxMessage MessageOf(TranscriptFile file, FaultFixture fixture)
    {
        var envelope = file.Envelope;
        return fixture.Store.Message(Lane.Direct, [.. envelope.Recipients.Select(recipient => recipient.Wire)]) with
        {
            EnvelopeSender = envelope.Sender?.Wire ?? "",
            Bytes = file.Body,
            Is8Bit = envelope.Is8Bit,
            NeedsSmtpUtf8 = envelope.NeedsSmtpUtf8,
        };
    }
}
