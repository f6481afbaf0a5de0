using System.Globalization;
using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Sending;

/// <summary>Finds what a server cannot take by its own words, before anything is said.</summary>
static class Fitness
{
    /// <summary>Decides on the recipients that the server cannot serve.</summary>
    /// <returns>Why nobody can get the message; null: those who are still undecided can.</returns>
    public static SmtpFailure? Check(
        RecipientLedger ledger, Envelope envelope, long length, Capabilities capabilities, Conversation conversation)
    {
        var server = conversation.Server;
        if (!capabilities.SmtpUtf8 && WhatIsUtf8(envelope) is { } what)
        {
            return conversation.Fail(
                SmtpFault.SmtpUtf8NotOffered, $"{what} is not ASCII, and {server} cannot take that (no SMTPUTF8).");
        }

        if (envelope.Is8Bit && !capabilities.EightBitMime)
        {
            return conversation.Fail(
                SmtpFault.NotTransferable, $"The message has 8-bit lines, and {server} cannot take them (no 8BITMIME).");
        }

        if (length > capabilities.MaxSize)
        {
            return conversation.Fail(SmtpFault.TooLarge, string.Create(
                CultureInfo.InvariantCulture, $"The message has {length:N0} bytes, and {server} takes at most {capabilities.MaxSize:N0}."));
        }

        if (!capabilities.SmtpUtf8) SetAsideUtf8(ledger, envelope, conversation);
        return null;
    }

    /// <summary>Whether nothing and nobody would be set aside.</summary>
    public static bool IsWhole(Envelope envelope, long length, Capabilities capabilities)
    {
        if (envelope.Is8Bit && !capabilities.EightBitMime) return false;
        if (length > capabilities.MaxSize) return false;
        if (capabilities.SmtpUtf8) return true;

        return !envelope.NeedsSmtpUtf8
            && envelope.Sender is not { NeedsSmtpUtf8: true }
            && !envelope.Recipients.Any(recipient => recipient.NeedsSmtpUtf8);
    }

    // What concerns all recipients; an address of one of them concerns that one alone.
    static string? WhatIsUtf8(Envelope envelope) => envelope switch
    {
        { Sender.NeedsSmtpUtf8: true } => "The address of the sender",
        { NeedsSmtpUtf8: true } => "A header of the message, such as an address in From or Reply-To,",
        _ => null,
    };

    static void SetAsideUtf8(RecipientLedger ledger, Envelope envelope, Conversation conversation)
    {
        for (var index = 0; index < envelope.Recipients.Count; index++)
        {
            if (!envelope.Recipients[index].NeedsSmtpUtf8) continue;
            ledger.NotSent(index, conversation.Fail(
                SmtpFault.SmtpUtf8NotOffered,
                    $"The address of this recipient is not ASCII, and {conversation.Server} cannot take that (no SMTPUTF8)."));
        }
    }
}
