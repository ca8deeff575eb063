using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Metier.Payments;

/// <summary>
/// A statement that stays compiled as long as its physical connection lives. The driver's own commands end with each use of the
/// pool, and compiling one that has guards behind it costs more than running it.
/// </summary>
internal sealed class SqliteStatement
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    public SqliteStatement(sqlite3 database, string sql)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    /// <summary>Runs it for its one row, if there is one; what is wanted of the row is read by <paramref name="row"/>.</summary>
    public T? First<T>(Func<SqliteStatement, T> row, params ReadOnlySpan<object?> values)
    {
        try
        {
            for (var i = 0; i < values.Length; i++)
            {
                Bind(i + 1, values[i]);
            }
            T? found = default;
            // To the end: what a statement changes is whole only then.
            while (Check(raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                found = row(this);
            }
            return found;
        }
        finally
        {
            // Its answer repeats the error that was thrown.
            _ = raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Runs it for its effect.</summary>
    public void Run(params ReadOnlySpan<object?> values) => First(static _ => true, values);

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    /// <summary>As the driver writes values, so that both write the same.</summary>
    private void Bind(int place, object? value) =>
        Check(
            value switch
            {
                null => raw.sqlite3_bind_null(statement, place),
                byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
                Guid id => Text(place, id.ToString("D").ToUpperInvariant()),
                DateTime at => Text(
                    place,
                    at.ToString(@"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFF", CultureInfo.InvariantCulture)
                ),
                string text => Text(place, text),
                _ => raw.sqlite3_bind_int64(statement, place, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            }
        );

    private int Text(int place, string text) => raw.sqlite3_bind_text(statement, place, text);

    private int Check(int answer)
    {
        SqliteException.ThrowExceptionForRC(answer, database);
        return answer;
    }
}
