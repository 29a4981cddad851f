package dev.millrace.schemas.id;

/**
 * Keys of the balances: the account, then the currency. An account's name is its kind, and behind a
 * colon whose it is where several have one.
 */
public final class LedgerKey {

  /** The kind of the accounts that say what the platform owes a seller. */
  public static final String SELLER_PAYABLE = "seller_payable";

  /** In no name of an account, and before every character of one. */
  private static final char SEPARATOR = '\u001f';

  private LedgerKey() {}

  /** The key of an account's balance in a currency. */
  public static String of(String account, String currency) {
    return first(account) + currency;
  }

  /** Where the keys of an account begin. */
  public static String first(String account) {
    return account + SEPARATOR;
  }

  /** How much of a key is the account; the currency begins one character behind it. */
  public static int accountLength(String key) {
    return key.lastIndexOf(SEPARATOR);
  }

  /** The name of an account of a kind that everybody has one of. */
  public static String account(String kind, String owner) {
    return kind + ":" + owner;
  }
}
