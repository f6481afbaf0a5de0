using System.Globalization;
using Postroom.Languages;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Diagnosis;

/// <summary>What is wrong with a certificate, in the reader's language.</summary>
public static class CertificateText
{
    /// <summary>The kind of problem in a few words, which stand before <see cref="CertificateProblem.Text"/> with the values compared.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="language">The reader's language.</param>
    public static string KindOf(CertificateProblem problem, CultureInfo language)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return Texts.GetIn(language, $"Certificate.Problem.{problem.Id}");
    }
}
