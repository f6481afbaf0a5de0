using System.Diagnostics.CodeAnalysis;

namespace Postroom.Mail.Smtp.Client.Wire;

/// <summary>What came back for one command: a reply, or the reason why none did.</summary>
readonly record struct Answer(Reply? Reply, SmtpFailure? Failure)
{
    [MemberNotNullWhen(true, nameof(Reply))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Came => Reply is not null;

    public static implicit operator Answer(Reply reply) => new(reply, null);

    public static implicit operator Answer(SmtpFailure failure) => new(null, failure);
}
