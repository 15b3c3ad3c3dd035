using System.Text;
using Sluice.IO;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation;

namespace Sluice.Tests.Validation;

/// <summary>Validation says if the last rejects look like lines below the table, which <c>sluice:footer</c> leaves out.</summary>
public class FooterHintTests
{
    [Theory]
    [InlineData("1,a\n2,b\nTotal,2\n", "The last row may be a line below the table.")]
    [InlineData("1,a\nTotal,1\nSource: ERP\n", "The last 2 rows may be lines below the table.")]
    [InlineData("1,a\nTotal,1\n2,b\n", null)]
    [InlineData("1,a\n2x,b\n", null)]
    [InlineData("1,a\nNULL,b\n", null)]
    [InlineData("1,a\na,b,c\n", null)]
    [InlineData("Total,1\n", null)]
    [InlineData("1,a\na,1\nb,1\nc,1\nd,1\ne,1\nf,1\n", null)]
    public async Task The_last_rejects_may_be_lines_below_the_table(string rows, string? says)
    {
        var found = await ValidateAsync(rows, footer: null);
        Assert.Equal(says, found.Hint?[..(found.Hint.IndexOf('.', StringComparison.Ordinal) + 1)]);
    }

    [Fact]
    public async Task Nothing_is_said_if_the_dataset_has_a_footer() =>
        Assert.Null((await ValidateAsync("1,a\nother,b\n", footer: "Total.*")).Hint);

    private static Task<FileValidation> ValidateAsync(string rows, string? footer) => FileValidator.ValidateAsync(
        Given.Dataset(Given.Field("id", FieldType.Integer), Given.Field("name")) with { Footer = footer },
        new WarehouseLimits(1),
        new ReadOptions(),
        Given.File(Encoding.UTF8.GetBytes($"id,name\n{rows}")),
        _ => { },
        TestContext.Current.CancellationToken);
}
