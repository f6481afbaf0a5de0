namespace Postroom.Mail.Smtp.Client.Sasl;

/// <summary>
/// One way to sign in (RFC 4422), for one login: fed with the server's challenges, it says the responses. A new
/// mechanism is one class and one row in <see cref="SaslMechanisms"/>.
/// </summary>
abstract class SaslMechanism
{
    /// <summary>The name in AUTH, such as <c>PLAIN</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What goes with AUTH (RFC 4954 §4); null: the server speaks first.</summary>
    public virtual byte[]? InitialResponse => null;

    /// <summary>Whether a challenge that is no base64 is taken as it is.</summary>
    public virtual bool TakesRawChallenges => false;

    /// <summary>What the exchange has shown to be wrong; null: nothing.</summary>
    public SaslTrouble? Trouble { get; protected set; }

    /// <summary>Whether the server's yes may be believed: false until it has proved itself, where the mechanism demands it.</summary>
    public virtual bool IsProven => true;

    /// <summary>Answers a challenge.</summary>
    /// <param name="challenge">The decoded challenge.</param>
    /// <returns>The response; null: the challenge makes no sense and the exchange is to be cancelled.</returns>
    public abstract byte[]? Respond(ReadOnlySpan<byte> challenge);
}

/// <summary>Why an exchange cannot end well.</summary>
/// <param name="Fault">What kind of trouble it is.</param>
/// <param name="Detail">The rest of a sentence that begins with the server's name, in plain English. Never a secret.</param>
sealed record SaslTrouble(SmtpFault Fault, string Detail);
