using System.Net;
using System.Net.Sockets;
using Postroom.Languages;

namespace Postroom.Diagnosis;

/// <summary>The words of what a test that passed warns of.</summary>
static class TestWarnings
{
    /// <summary>An address of the server that does not answer, beside one that does.</summary>
    public static TestWarning OfSilent(IPAddress address, TestRequest request)
    {
        var id = address.AddressFamily == AddressFamily.InterNetworkV6 ? "ipv6-silent" : "address-silent";
        return new TestWarning(
            id,
            Texts.GetIn(request.Language, $"Test.Warning.{id}", address.ToString(), request.Server.Name),
            Texts.GetIn(request.Language, $"Test.Warning.{id}.Remedy"));
    }
}
