// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keys and trust, of which a context is made once, when it is first needed: connections that share
 * it resume each other's sessions. Safe for use by any thread.
 */
final class ContextSource {
  /** Of several keys it takes the one whose certificate is for the name that a client asks for. */
  private static final String CHOOSING = "PKIX";

  private final Optional<KeyStore> keys;
  private final char[] password;
  private final Optional<KeyStore> trusted; // empty for what the JDK trusts
  private final boolean isAnyoneTrusted;

  private final ReentrantLock makingLock = new ReentrantLock();

  /** Null before it is needed; written under makingLock. */
  private volatile @Nullable SSLContext context;

  private ContextSource(
      Optional<KeyStore> keys,
      char[] password,
      Optional<KeyStore> trusted,
      boolean isAnyoneTrusted,
      @Nullable SSLContext context) {
    this.keys = keys;
    this.password = password;
    this.trusted = trusted;
    this.isAnyoneTrusted = isAnyoneTrusted;
    this.context = context;
  }

  /** What the JDK trusts, and no keys. */
  static ContextSource ofJdk() {
    return new ContextSource(Optional.empty(), new char[0], Optional.empty(), false, null);
  }

  static ContextSource of(SSLContext given) {
    return new ContextSource(Optional.empty(), new char[0], Optional.empty(), false, given);
  }

  ContextSource withKeys(KeyStore store, char[] secret) {
    return new ContextSource(Optional.of(store), secret.clone(), trusted, isAnyoneTrusted, null);
  }

  ContextSource withTrusted(KeyStore store) {
    return new ContextSource(keys, password, Optional.of(store), false, null);
  }

  ContextSource trustingAnyone() {
    return new ContextSource(keys, password, Optional.empty(), true, null);
  }

  SSLContext context() throws SSLException {
    SSLContext known = context;
    if (known != null) {
      return known;
    }
    makingLock.lock();
    try {
      SSLContext made = context;
      if (made == null) {
        made = make();
        context = made;
      }
      return made;
    } catch (GeneralSecurityException e) {
      throw new SSLException("no context of these keys and certificates: " + e.getMessage(), e);
    } finally {
      makingLock.unlock();
    }
  }

  private SSLContext make() throws GeneralSecurityException {
    if (keys.isEmpty() && trusted.isEmpty() && !isAnyoneTrusted) {
      return defaultContext();
    }
    SSLContext made = SSLContext.getInstance("TLS");
    made.init(keyManagers(), trustManagers(), null);
    return made;
  }

  private static SSLContext defaultContext() throws NoSuchAlgorithmException {
    return SSLContext.getDefault();
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException {
    if (keys.isEmpty()) {
      return null; // none
    }
    KeyStore store = keys.get();
    boolean hasKey = false;
    for (String alias : Collections.list(store.aliases())) {
      hasKey |= store.isKeyEntry(alias);
    }
    if (!hasKey) {
      throw new KeyStoreException("there is no private key"); // each handshake would fail
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance(CHOOSING);
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException {
    if (isAnyoneTrusted) {
      return new TrustManager[] {new TrustingManager()};
    }
    if (trusted.isEmpty()) {
      return null; // that of the JDK
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted.get());
    return factory.getTrustManagers();
  }
}
