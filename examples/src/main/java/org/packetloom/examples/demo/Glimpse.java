// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import org.packetloom.ConnectorOptions;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;

/**
 * A scheme of datagrams that is opened and closed, because more would be seen beyond this process.
 *
 * @param name for the table
 * @param uri what to open
 */
record Glimpse(String name, String uri) {
  /** What was seen. */
  String look(Packetloom loom) throws IOException {
    try (DatagramConnector device = loom.bind(uri)) {
      return "made %s with an MTU of %d, and removed it"
          .formatted(device.uri(), device.option(ConnectorOptions.MTU));
    }
  }
}
