using System.Numerics;

namespace Sluice.Local.Generate.Tables;

/// <summary>
/// xoshiro256**, seeded by SplitMix64: the same numbers on every machine and with every version of the runtime, which <see cref="Random"/>
/// does not promise. The distributions use only operations that IEEE 754 defines to the last bit.
/// </summary>
internal sealed class Prng
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    /// <summary>Creates a separate stream of numbers for each name, so that the draws of one part do not change those of another.</summary>
    public Prng(ulong seed, string stream)
    {
        var state = seed;
        foreach (var c in stream)
        {
            state = (state ^ c) * 0x100000001B3;
        }

        s0 = SplitMix(ref state);
        s1 = SplitMix(ref state);
        s2 = SplitMix(ref state);
        s3 = SplitMix(ref state);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)((Next() >> 32) * (ulong)bound >> 32);

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>True with a probability in thousandths.</summary>
    public bool Chance(int thousandths) => Below(1000) < thousandths;

    /// <summary>True with a probability from 0 to 1.</summary>
    public bool ChanceOf(double probability) => Next() >> 32 < (ulong)(probability * 4294967296.0);

    /// <summary>One of the values, each with the same probability.</summary>
    public T Pick<T>(T[] values) => values[Below(values.Length)];

    /// <summary>Approximately the standard normal distribution, within ±3.5: the sum of four uniform numbers.</summary>
    public double Normal()
    {
        var bits = Next();
        var sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48);
        return (sum - 131070.0) * (1.7320508075688772 / 65536.0);
    }

    /// <summary>A log-normal distribution: the median times e to the power of <paramref name="sigma"/> times a normal number.</summary>
    public double LogNormal(double median, double sigma) => median * Exp2(sigma * Normal() * 1.4426950408889634);

    // Math.Exp may differ in the last bit between systems. This is off by less than 0.001 % and the same everywhere.
    private static double Exp2(double x)
    {
        var whole = Math.Floor(x);
        var f = (x - whole) * 0.6931471805599453;
        var part = 1 + (f * (1 + (f / 2 * (1 + (f / 3 * (1 + (f / 4 * (1 + (f / 5 * (1 + (f / 6)))))))))));
        return Math.ScaleB(part, (int)whole);
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
