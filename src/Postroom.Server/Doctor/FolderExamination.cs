using Postroom.Diagnosis.Domains;
using Postroom.Settings;

namespace Postroom.Server.Doctor;

/// <summary>The data folder: there, writable, with room, its keys hidden from others, its clock not ahead.</summary>
static class FolderExamination
{
    const long LittleBytes = 1024L * 1024 * 1024;
    const long TooFewBytes = 100L * 1024 * 1024;

    /// <summary>What file times may be ahead, for file systems that are served by another machine.</summary>
    static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    const int PathsShown = 5;

    /// <summary>Examines the folder. False: there is nothing to open.</summary>
    public static bool Run(string folder, DoctorReport report, TimeProvider time)
    {
        if (!Directory.Exists(folder))
        {
            report.Add("data-missing", FindingState.Bad, folder);
            return false;
        }

        ExamineWriting(folder, report);
        ExamineRights(folder, report);
        ExamineDisk(folder, report);
        ExamineKeys(Path.Combine(folder, "keys"), report);
        ExamineClock(folder, report, time);
        return true;
    }

    static void ExamineWriting(string folder, DoctorReport report)
    {
        var probe = Path.Combine(folder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $".doctor-{Environment.ProcessId}"));
        try
        {
            using (File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose)) report.Add("data-ok", FindingState.Good, folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            report.Add("data-unwritable", FindingState.Bad, folder, fault.Message);
        }
    }

    static void ExamineRights(string folder, DoctorReport report)
    {
        var exposed = PrivateFiles.Exposed(folder);
        if (exposed.Count > 0)
            report.Add("data-open", FindingState.Warning, string.Join(", ", exposed.Take(PathsShown)), exposed.Count, Tightening.CommandFor(exposed));
    }

    static void ExamineDisk(string folder, DoctorReport report)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var mebibytes = free / (1024 * 1024);
        var (id, state) = free switch
        {
            < TooFewBytes => ("disk-full", FindingState.Bad),
            < LittleBytes => ("disk-low", FindingState.Warning),
            _ => ("disk-ok", FindingState.Good),
        };
        report.Add(id, state, mebibytes, folder);
    }

    static void ExamineKeys(string keys, DoctorReport report)
    {
        if (!Directory.Exists(keys) || Directory.GetFiles(keys, "*.xml").Length == 0)
            report.Add("keys-none", FindingState.Warning, keys);
        else if (PrivateFiles.Exposed(Path.GetDirectoryName(keys)!).Any(path => path.StartsWith(keys, StringComparison.Ordinal)))
            report.Add("keys-open", FindingState.Bad, keys);
        else
            report.Add("keys-ok", FindingState.Good, keys);
    }

    // Without asking the network for the time: a clock that was set back shows in files from the future.
    static void ExamineClock(string folder, DoctorReport report, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var newest = Directory.EnumerateFiles(folder).Append(Environment.ProcessPath ?? folder)
            .Where(File.Exists)
            .Select(path => new DateTimeOffset(File.GetLastWriteTimeUtc(path)))
            .DefaultIfEmpty(now).Max();
        report.Add(newest > now + ClockTolerance ? "clock-behind" : "clock-ok", newest > now + ClockTolerance ? FindingState.Bad : FindingState.Good, now, newest);
    }
}
