using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Postroom.Diagnosis;

/// <summary>Wires this folder.</summary>
public static class DiagnosisServices
{
    /// <summary>Adds the mail server test. The explainers need no wiring.</summary>
    public static IServiceCollection AddDiagnosis(this IServiceCollection services)
    {
        services.TryAddSingleton<MailServerTest>();
        return services;
    }
}
