using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Postroom.Signing;

/// <summary>
/// Looks once an hour what is due: a record that was published long enough after its key was replaced lets the key retire, and
/// where rotation by itself is chosen, the next key is prepared and activated as soon as DNS shows its record.
/// </summary>
sealed partial class KeyRotation(
    ISigningKeyStore store, SigningKeys keys, PublishedRecords records, TimeProvider time, ILogger<KeyRotation> logger)
    : BackgroundService
{
    const string Actor = "key rotation";

    static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Does what is due.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var book = await store.ReadAsync(cancellationToken);
        foreach (var key in book.Keys)
        {
            var choice = book.ChoiceOf(key.Domain);
            var now = time.GetUtcNow();
            if (key.State == SigningKeyState.Retiring && key.RetiringAt?.AddDays(choice.KeepsRecordDays) <= now)
                await keys.RetireAsync(key.Domain, key.Selector, Actor, cancellationToken);
            else if (choice.RotatesAfterDays is { } days)
                await RotateAsync(book, key, now.AddDays(-days), cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try { await LookAsync(stoppingToken); }
            catch (StoreUnavailableException fault) { NotLooked(fault.Message); }
        }
    }

    async Task RotateAsync(
        SigningSnapshot book, SigningKey key, DateTimeOffset oldest, CancellationToken cancellationToken)
    {
        var ofItsKind = book.KeysOf(key.Domain).Where(other => other.Algorithm == key.Algorithm).ToList();
        var next = ofItsKind.Find(other => other.State == SigningKeyState.Prepared);
        if (key.State != SigningKeyState.Active || key.ActiveAt > oldest) return;

        if (next is null)
        {
            await keys.CreateAsync(key.Domain, [key.Algorithm], null, Actor, cancellationToken);
            return;
        }

        if (await records.FindAsync(next, cancellationToken) is RecordSighting.Seen) await keys.ActivateAsync(next.Domain, next.Selector, false, Actor, cancellationToken);
        else RecordAwaited(next.RecordName);
    }

    [LoggerMessage(16003, LogLevel.Warning, "The next signing key is ready, and DNS does not show its record {RecordName} yet: publish it as the page Domains says.")]
    partial void RecordAwaited(string recordName);

    [LoggerMessage(16004, LogLevel.Warning, "The signing keys could not be checked; trying again in an hour: {Reason}")]
    partial void NotLooked(string reason);
}
