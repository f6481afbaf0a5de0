using System.Net.Sockets;

namespace Postroom.Mail.Smtp.Client.Connecting;

/// <summary>What a socket error means to an administrator.</summary>
static class ConnectFaults
{
    public static SmtpFault Of(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => SmtpFault.ConnectionRefused,
        SocketError.TimedOut => SmtpFault.TimedOut,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown
            or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.AccessDenied
            or SocketError.InvalidArgument => SmtpFault.Unreachable,
        _ => SmtpFault.ConnectionLost,
    };

    /// <summary>Of several addresses' faults the one that tells most: a machine that answers, before one that does not.</summary>
    public static SmtpFault MostTelling(IReadOnlyList<SmtpFault> faults)
    {
        SmtpFault[] order = [SmtpFault.ConnectionRefused, SmtpFault.ConnectionLost, SmtpFault.TimedOut, SmtpFault.Unreachable];
        return order.FirstOrDefault(faults.Contains, SmtpFault.Unreachable);
    }

    public static string Words(SocketError error) => Of(error) switch
    {
        SmtpFault.ConnectionRefused => "refused it: nobody listens on this port",
        SmtpFault.TimedOut => "did not answer: a firewall, or the wrong address",
        SmtpFault.Unreachable => $"cannot be reached from here ({error})",
        _ => $"broke it ({error})",
    };
}
