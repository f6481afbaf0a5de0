using Postroom.Mail.Smtp.Client;

namespace Postroom.MailServers;

/// <summary>
/// Opens the first conversation with a server alone, also when many messages are ready at once: a wrong password is then
/// tried once and not once for each connection, for which servers ban a client. Those who wait meanwhile share a failure.
/// </summary>
sealed class FirstOpening
{
    readonly Lock _gate = new();
    volatile bool _isProven;
    Task<OpenOutcome?>? _first;

    /// <summary>Opens a conversation, or gives the failure that another has just met.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="cancellationToken">The caller's wish to end.</param>
    public async Task<OpenOutcome> RunAsync(Func<Task<OpenOutcome>> open, CancellationToken cancellationToken)
    {
        while (!_isProven)
        {
            var mine = new TaskCompletionSource<OpenOutcome?>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Join(mine) is not { } other) return await OpenFirstAsync(open, mine);
            if (await other.WaitAsync(cancellationToken) is OpenOutcome.Failed failed) return failed;
        }

        return Note(await open());
    }

    // Null for the others when this caller gave up: the next of them is then the first.
    async Task<OpenOutcome> OpenFirstAsync(Func<Task<OpenOutcome>> open, TaskCompletionSource<OpenOutcome?> mine)
    {
        OpenOutcome? outcome = null;
        try
        {
            outcome = Note(await open());
            return outcome;
        }
        finally
        {
            lock (_gate) _first = null;
            mine.SetResult(outcome);
        }
    }

    Task<OpenOutcome?>? Join(TaskCompletionSource<OpenOutcome?> mine)
    {
        lock (_gate)
        {
            if (_first is { } other) return other;
            _first = mine.Task;
            return null;
        }
    }

    // A password that was changed at the server makes the next opening a first one again.
    OpenOutcome Note(OpenOutcome outcome)
    {
        if (outcome is OpenOutcome.Opened) _isProven = true;
        else if (outcome is OpenOutcome.Failed { Failure.Fault: SmtpFault.CredentialsRefused or SmtpFault.TokenRefused }) _isProven = false;
        return outcome;
    }
}
