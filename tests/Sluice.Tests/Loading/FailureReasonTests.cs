using Sluice.Lake;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Tests.Loading;

public sealed class FailureReasonTests
{
    public static TheoryData<Exception> Expected =>
    [
        new LakeUnavailableException("x"), new WarehouseUnavailableException("x"), new WarehouseInterruptedException("x"),
        new IOException("x"), new UnauthorizedAccessException("x"), new OperationCanceledException("x"),
    ];

    [Theory]
    [MemberData(nameof(Expected), DisableDiscoveryEnumeration = true)]
    public void What_the_app_works_with_needs_no_stack_trace(Exception exception) => Assert.Null(FailureReason.TraceOf(exception));

    [Fact]
    public void A_fault_of_the_app_does()
    {
        var fault = new InvalidOperationException("x");
        Assert.Same(fault, FailureReason.TraceOf(fault));
    }

    [Theory]
    [InlineData("The disk is full", "The disk is full.")]
    [InlineData("The disk is full.", "The disk is full.")]
    [InlineData("Service request failed.\r\nStatus: 403\n\n  Headers:\n", "Service request failed. Status: 403 Headers:.")]
    public void A_reason_is_one_line_that_ends_like_a_sentence(string message, string reason) =>
        Assert.Equal(reason, FailureReason.Describe(new IOException(message)));

    [Fact]
    public void Of_exceptions_within_each_other_the_first_says_it_that_is_no_fault_of_the_app_or_else_the_innermost()
    {
        var lake = new LakeUnavailableException("lake", new InvalidOperationException("client"));
        Assert.Same(lake, FailureReason.CauseOf(new InvalidOperationException("outer", lake)));
        Assert.Equal(
            "inner", FailureReason.CauseOf(new InvalidOperationException("outer", new InvalidOperationException("inner"))).Message);
    }
}
