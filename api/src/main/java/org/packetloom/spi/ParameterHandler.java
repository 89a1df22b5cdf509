// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorUri;

/**
 * Gives a meaning to a query parameter of the user's own, for every scheme.
 *
 * <p>Register one with {@link org.packetloom.Packetloom.Builder#parameter}. A parameter stands for
 * settings that one would otherwise make on the builder:
 *
 * {@snippet :
 * Packetloom.builder()
 *     .parameter(
 *         "profile",
 *         (uri, value, connector) -> {
 *           switch (value) {
 *             case "bulk" -> connector.option(StandardSocketOptions.SO_SNDBUF, 4 << 20);
 *             case "chat" -> connector.readTimeout(Duration.ofMinutes(5));
 *             default -> throw new IllegalArgumentException("neither bulk nor chat");
 *           }
 *         })
 *     .open(); // then tcp://example.org:7000?profile=bulk
 * }
 */
@FunctionalInterface
public interface ParameterHandler {
  /**
   * Makes the settings that a parameter stands for.
   *
   * <p>Called once for each connector whose URI has the parameter, in the order of the URI, before
   * anything else is set: the parameters that are built in win over it, and what the caller sets on
   * the builder wins over both. Called by any thread, several at a time.
   *
   * @param uri the URI as it was given
   * @param value the decoded value, {@code yes} if the name stands alone
   * @param connector to make the settings on, not to open
   * @throws IllegalArgumentException if the value is wrong; the caller gets a {@link
   *     org.packetloom.ConnectorUriException} that names the parameter, with this message
   * @throws UnsupportedOperationException if it sets an option that the scheme does not have; the
   *     caller gets the same
   */
  void apply(ConnectorUri uri, String value, ConnectorBuilder connector);
}
