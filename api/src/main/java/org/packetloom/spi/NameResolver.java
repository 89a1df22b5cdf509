// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.util.List;
import org.packetloom.ConnectorUri;

/**
 * Finds what a name in a URI stands for, in place of the system: a service directory, a table of
 * aliases, a DNS client of one's own.
 *
 * <p>Register one with {@link org.packetloom.Packetloom.Builder#resolver}, for one scheme.
 *
 * <p><b>For {@code tcp}, {@code udp} and their forms with 4 and 6</b> it is asked about URIs whose
 * host is a name, and answers with URIs of the same kind. Answers whose host is a name again are
 * looked up by the system, so returning the question leaves it to the system. Options and timeouts
 * are those of the question.
 *
 * <p><b>For a scheme of the user's own</b> it is asked about every URI. Answers of other schemes
 * are resolved in turn. If only a resolver is registered for the scheme, and no {@link Scheme},
 * connecting to a URI means to connect to the first of its answers that can be connected to.
 *
 * <p>It runs on a platform thread, of which there are few: it may block, but should end. The
 * deadline of the call that waits for it is the ambient one; when that call ends early the thread
 * is interrupted. It may use the toolkit, and resolve other URIs. All answers are taken at once: a
 * connection is attempted when the last one is known.
 */
@FunctionalInterface
public interface NameResolver {
  /**
   * Resolves a URI.
   *
   * @param uri of the scheme that this was registered for
   * @param context settings of the call that asks, and services
   * @return what it stands for, in the order of preference; an empty list if it has no meaning
   * @throws IOException if that cannot be found out; the caller gets it as it is
   */
  List<ConnectorUri> resolve(ConnectorUri uri, SchemeContext context) throws IOException;
}
