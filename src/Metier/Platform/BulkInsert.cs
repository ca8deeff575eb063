using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Metier.Platform;

/// <summary>Inserting many rows at once, inside the transaction that is open: a hundred to a statement, past the change tracker.</summary>
internal static class BulkInsert
{
    /// <summary>
    /// Far below the limit of both databases (SQLite 32,766, PostgreSQL 65,535): SQLite looks every parameter up by walking
    /// the list of all.
    /// </summary>
    private const int MostParameters = 700;

    /// <summary>Inserts the rows as the model maps them; <paramref name="done"/> hears how many are in.</summary>
    public static async Task InsertManyAsync<T>(
        this MetierDb db,
        IReadOnlyList<T> rows,
        Action<int>? done,
        CancellationToken ct
    )
        where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }
        var columns = Columns(db, typeof(T), out var table);
        var size = Math.Max(1, MostParameters / columns.Count);
        await using var whole = Command(db, table, columns, Math.Min(size, rows.Count));
        for (var at = 0; at < rows.Count; at += size)
        {
            var count = Math.Min(size, rows.Count - at);
            var command = count == Math.Min(size, rows.Count) ? whole : Command(db, table, columns, count);
            for (var row = 0; row < count; row++)
            {
                for (var column = 0; column < columns.Count; column++)
                {
                    command.Parameters[(row * columns.Count) + column].Value = columns[column].Value(rows[at + row]);
                }
            }
            await command.ExecuteNonQueryAsync(ct);
            if (command != whole)
            {
                await command.DisposeAsync();
            }
            done?.Invoke(at + count);
        }
    }

    private sealed record Column(string Name, IProperty Property, RelationalTypeMapping Mapping)
    {
        public object Value(object row)
        {
            var value = Property.GetGetter().GetClrValue(row);
            return (
                    value is not null && Mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value
                ) ?? DBNull.Value;
        }
    }

    private static List<Column> Columns(MetierDb db, Type type, out string table)
    {
        var entity = db.Model.FindEntityType(type)!;
        var store = StoreObjectIdentifier.Table(entity.GetTableName()!);
        table = store.Name;
        return
        [
            .. entity.GetProperties().Select(p => new Column(p.GetColumnName(store)!, p, p.GetRelationalTypeMapping())),
        ];
    }

    private static DbCommand Command(MetierDb db, string table, List<Column> columns, int rows)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var sql = new StringBuilder("INSERT INTO \"")
            .Append(table)
            .Append("\" (")
            .AppendJoin(", ", columns.Select(c => $"\"{c.Name}\""))
            .Append(") VALUES ");
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < columns.Count; column++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"@p{(row * columns.Count) + column}");
                sql.Append(column == 0 ? "" : ", ").Append(name);
                command.Parameters.Add(columns[column].Mapping.CreateParameter(command, name, null, true));
            }
            sql.Append(')');
        }
#pragma warning disable CA2100 // Names of tables and columns come from the model, values are parameters.
        command.CommandText = sql.ToString();
#pragma warning restore CA2100
        return command;
    }
}
