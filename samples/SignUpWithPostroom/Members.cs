using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace SignUpWithPostroom;

/// <summary>The members, in memory: a real app has a table.</summary>
sealed class Members(IPasswordHasher<Member> hasher)
{
    /// <summary>The fewest characters of a password.</summary>
    public const int ShortestPassword = 12;

    readonly ConcurrentDictionary<string, Member> _members = new(StringComparer.OrdinalIgnoreCase);
    readonly Lazy<Member> _nobody = new(() => New(hasher, "nobody", "", NewStamp()));

    public Member? Find(string email) => _members.GetValueOrDefault(email.Trim());

    /// <summary>Makes a member; null: there is one of this address.</summary>
    public Member? Add(string email, string name, string password)
    {
        var member = New(hasher, email, name, password);
        return _members.TryAdd(email, member) ? member : null;
    }

    /// <summary>Replaces the password; sessions end with the stamp.</summary>
    public Member? SetPassword(string email, string password)
    {
        if (Find(email) is not { } before) return null;
        return _members[before.Email] = New(hasher, before.Email, before.Name, password);
    }

    public void NoteReset(string email, string? linkId)
    {
        if (Find(email) is { } member) _members.TryUpdate(member.Email, member with { OpenReset = linkId }, member);
    }

    /// <summary>The member whose password this is; null: nobody. Unknown addresses cost the same work.</summary>
    public Member? SignIn(string email, string password)
    {
        var member = Find(email);
        var verdict = hasher.VerifyHashedPassword(member ?? _nobody.Value, (member ?? _nobody.Value).PasswordHash, password);
        return verdict == PasswordVerificationResult.Failed ? null : member;
    }

    static Member New(IPasswordHasher<Member> hasher, string email, string name, string password)
    {
        var member = new Member(email, name, "", NewStamp(), OpenReset: null);
        return member with { PasswordHash = hasher.HashPassword(member, password) };
    }

    static string NewStamp() => RandomNumberGenerator.GetHexString(32);
}
