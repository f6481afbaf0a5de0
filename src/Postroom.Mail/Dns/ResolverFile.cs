using System.Globalization;
using System.Net;

namespace Postroom.Mail.Dns;

/// <summary>Reads <c>/etc/resolv.conf</c> (resolv.conf(5)): its name servers and how long to wait for them.</summary>
public static class ResolverFile
{
    /// <summary>Where the file is on every Unix.</summary>
    public const string UsualPath = "/etc/resolv.conf";

    /// <summary>What is read of a file at most: 64 KiB. A real one has some hundred bytes.</summary>
    public const int MaximumBytes = 65_536;

    /// <summary>As many servers as the C library takes.</summary>
    const int MaximumServers = 3;

    const int DnsPort = 53;

    /// <summary>Reads the file. Where it is missing, unreadable or names nobody, the server is the machine itself, as resolv.conf(5) has it.</summary>
    /// <param name="path">The file.</param>
    public static DnsResolverOptions Read(string path = UsualPath) => Parse(ReadBounded(path));

    /// <summary>Reads the text of such a file. Lines that cannot be understood are passed over.</summary>
    /// <param name="text">The text.</param>
    public static DnsResolverOptions Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var servers = new List<IPEndPoint>();
        var options = new DnsResolverOptions { Servers = servers };
        foreach (var line in text.EnumerateLines())
        {
            var words = line.ToString().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["nameserver", var address, ..] && servers.Count < MaximumServers && IPAddress.TryParse(address, out var ip))
                servers.Add(new IPEndPoint(ip, DnsPort));
            else if (words is ["options", ..])
                options = words.Skip(1).Aggregate(options, Apply);
        }

        if (servers.Count == 0) servers.Add(new IPEndPoint(IPAddress.Loopback, DnsPort));
        return options;
    }

    static DnsResolverOptions Apply(DnsResolverOptions options, string word) => word.Split(':') switch
    {
        ["timeout", var seconds] when Number(seconds, 30) is { } value => options with { ServerTimeout = TimeSpan.FromSeconds(value) },
        ["attempts", var times] when Number(times, 5) is { } value => options with { Rounds = value },
        _ => options,
    };

    static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 ? Math.Min(value, most) : null;

    static string ReadBounded(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var buffer = new char[MaximumBytes];
            return new string(buffer, 0, reader.ReadBlock(buffer));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
