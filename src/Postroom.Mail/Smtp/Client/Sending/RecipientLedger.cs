using System.Diagnostics;
using Postroom.Mail.Addresses;

namespace Postroom.Mail.Smtp.Client.Sending;

/// <summary>Who has been decided on, and how. Each recipient is decided on once.</summary>
sealed class RecipientLedger(IReadOnlyList<EmailAddress> recipients)
{
    readonly RecipientOutcome?[] _outcomes = new RecipientOutcome?[recipients.Count];
    readonly List<int> _accepted = [];

    /// <summary>Those the server took at RCPT, whatever came of it later.</summary>
    public IReadOnlyList<int> Accepted => _accepted;

    public List<int> Undecided => [.. Enumerable.Range(0, _outcomes.Length).Where(index => _outcomes[index] is null)];

    public bool HasUndecided => Array.Exists(_outcomes, outcome => outcome is null);

    public Reply? LastRefusal { get; private set; }

    public IReadOnlyList<RecipientOutcome> Outcomes =>
        Array.ConvertAll(_outcomes, outcome => outcome ?? throw new UnreachableException("A recipient was forgotten."));

    public void Accept(int index) => _accepted.Add(index);

    public void Refuse(int index, SmtpStage stage, Reply reply)
    {
        LastRefusal = reply;
        _outcomes[index] ??= new RecipientOutcome.Refused(recipients[index], stage, reply);
    }

    public void RefuseAll(SmtpStage stage, Reply reply)
    {
        for (var index = 0; index < _outcomes.Length; index++) Refuse(index, stage, reply);
    }

    public void NotSent(int index, SmtpFailure failure) =>
        _outcomes[index] ??= new RecipientOutcome.NotSent(recipients[index], failure);

    public void Break(SmtpFailure failure, bool endSent)
    {
        for (var index = 0; index < _outcomes.Length; index++)
        {
            if (endSent) _outcomes[index] ??= new RecipientOutcome.Uncertain(recipients[index], failure);
            else NotSent(index, failure);
        }
    }

    public void Complete(Reply reply)
    {
        for (var index = 0; index < _outcomes.Length; index++)
            _outcomes[index] ??= new RecipientOutcome.Accepted(recipients[index], reply);
    }
}
