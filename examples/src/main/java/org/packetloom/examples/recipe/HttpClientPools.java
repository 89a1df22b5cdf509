// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;

/** Pools of Apache HttpClient 5 whose connections go through sockets that others make. */
public final class HttpClientPools {
  private HttpClientPools() {}

  /**
   * Makes a pool.
   *
   * @param sockets makes unconnected sockets
   * @param tls wraps those of https
   * @param connections timeouts, and after how long in the pool one is looked at before use
   */
  public static PoolingHttpClientConnectionManager pool(
      DetachedSocketFactory sockets, TlsSocketStrategy tls, ConnectionConfig connections) {
    Lookup<TlsSocketStrategy> strategies =
        RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build();
    var operator =
        new DefaultHttpClientConnectionOperator(
            sockets,
            DefaultSchemePortResolver.INSTANCE,
            SystemDefaultDnsResolver.INSTANCE,
            strategies);
    var pool =
        new PoolingHttpClientConnectionManager(
            operator,
            PoolConcurrencyPolicy.STRICT,
            PoolReusePolicy.LIFO,
            TimeValue.NEG_ONE_MILLISECOND,
            null);
    pool.setDefaultConnectionConfig(connections);
    return pool;
  }
}
