using System.IO.Hashing;
using BenchmarkDotNet.Attributes;

namespace Sluice.Benchmarks.Micro;

/// <summary>The hash of a committed prefix: what a block blob that grew costs for each megabyte before its tail.</summary>
public class Hashing
{
    private readonly byte[] bytes = new byte[1 << 20];
    private readonly XxHash128 hash = new();

    /// <summary>One megabyte.</summary>
    [Benchmark]
    public void Megabyte() => hash.Append(bytes);
}
