using Sluice.Lake.Definition;

namespace Sluice.Tests.Lake;

public class RejectPolicyTests
{
    [Theory]
    [InlineData(0, 10, false)]
    [InlineData(1, 10, true)]
    public void Skip_file_allows_no_reject(long rejected, long rows, bool exceeded) =>
        Assert.Equal(exceeded, RejectPolicy.SkipFile.IsExceeded(rejected, rows));

    [Theory]
    [InlineData(1, 10, false)]
    [InlineData(2, 10, true)]
    public void A_share_is_exceeded_by_more_rejects_than_that_share_of_all_rows(long rejected, long rows, bool exceeded) =>
        Assert.Equal(exceeded, new RejectPolicy(MaxShare: 0.1).IsExceeded(rejected, rows));

    [Fact]
    public void A_share_is_not_judged_before_all_rows_are_known() =>
        Assert.False(new RejectPolicy(MaxShare: 0.1).IsExceeded(5, records: null));
}
