// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The name of a connector; see the class that replaces this skeleton. */
public final class ConnectorUri {
  private ConnectorUri() {}

  /** x. @param text x @return x @throws ConnectorUriException x */
  public static ConnectorUri parse(String text) throws ConnectorUriException {
    throw new UnsupportedOperationException();
  }

  /** x. @param scheme x @param target x @return x */
  public static ConnectorUri of(String scheme, ConnectorTarget target) {
    throw new UnsupportedOperationException();
  }

  /** Lower-case scheme with aliases resolved (unix = local). @return x */
  public String scheme() {
    throw new UnsupportedOperationException();
  }

  /** x. @return x */
  public ConnectorTarget target() {
    throw new UnsupportedOperationException();
  }

  /** x. @return x */
  public Map<String, String> parameters() {
    throw new UnsupportedOperationException();
  }

  /** x. @param name x @return x */
  public Optional<String> parameter(String name) {
    throw new UnsupportedOperationException();
  }

  /** x. @param name x @return x */
  public Optional<Duration> duration(String name) {
    throw new UnsupportedOperationException();
  }

  /** x. @return x */
  public boolean isBlocking() {
    throw new UnsupportedOperationException();
  }

  /** x. @return x */
  public Optional<InterruptPolicy> interruptPolicy() {
    throw new UnsupportedOperationException();
  }

  /** x. @param known x @throws ConnectorUriException x */
  public void ensureParametersKnown(java.util.Set<String> known) throws ConnectorUriException {
    throw new UnsupportedOperationException();
  }

  /** x. @return x */
  public ConnectorUri canonical() {
    throw new UnsupportedOperationException();
  }
}
