using System.Net;
using System.Net.Sockets;
using Postroom.Diagnosis.Domains;

namespace Postroom.Server.Doctor;

/// <summary>The port of console and API: served by Postroom, free, or somebody else's.</summary>
static class PortExamination
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(IPEndPoint http, DoctorReport report, TimeProvider time, CancellationToken cancellationToken)
    {
        if (CanListen(http)) report.Add("port-free", FindingState.Good, http);
        else if (await IsServedAsync(http, time, cancellationToken)) report.Add("port-serving", FindingState.Good, http);
        else report.Add("port-taken", FindingState.Bad, http);
    }

    static bool CanListen(IPEndPoint http)
    {
        using var listener = new TcpListener(http);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    static async Task<bool> IsServedAsync(IPEndPoint http, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var client = new HttpClient();
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://{http}/health/live"), HttpCompletionOption.ResponseHeadersRead, either.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
