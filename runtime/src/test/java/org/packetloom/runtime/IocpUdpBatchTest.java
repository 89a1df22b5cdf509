// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.junit.jupiter.api.Tag;

/** On the poller that Windows has. */
@Tag("iocp")
class IocpUdpBatchTest extends UdpBatchTest {}
