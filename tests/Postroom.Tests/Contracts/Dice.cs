namespace Postroom.Tests.Contracts;

/// <summary>Chance that is the same in every run (Numerical Recipes' linear congruence, high bits).</summary>
public sealed class Dice(int seed)
{
    uint _state = (uint)seed;

    /// <summary>A number from 0 to one less than <paramref name="end"/>.</summary>
    public int Next(int end)
    {
        _state = (_state * 1_664_525) + 1_013_904_223;
        return (int)((_state >> 8) % (uint)end);
    }

    public int Next(int first, int end) => first + Next(end - first);
}
