using System.Globalization;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Web.Commands;

/// <summary>SQLite's own questions, asked as they are: the checks among them do not work inside a query.</summary>
internal static class Pragmas
{
    /// <summary>The first value of the answer.</summary>
    public static async Task<string> ReadAsync(MetierDb db, string pragma, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "PRAGMA " + pragma;
            return Convert.ToString(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture) ?? "";
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
