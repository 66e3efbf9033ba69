"""A small HTTP/2 server, as a script for `serve` over TLS with ALPN `h2`."""

from collections.abc import Callable

import h2.config
import h2.connection
import h2.events

from tests.support.servers import Headers, Peer, Request, Script

Answer = Callable[[h2.connection.H2Connection, int], None]


def respond_h2(status: int = 200, body: bytes = b"", headers: Headers = ()) -> Script:
    """Answer every request alike."""

    def answer(connection: h2.connection.H2Connection, stream: int) -> None:
        connection.send_headers(stream, [(":status", str(status)), *headers])
        connection.send_data(stream, body, end_stream=True)

    return speak_h2(answer)


def reset_h2() -> Script:
    """Reset every stream instead of answering."""
    return speak_h2(lambda connection, stream: connection.reset_stream(stream))


def goodbye_h2() -> Script:
    """Close the connection by GOAWAY instead of answering."""
    return speak_h2(lambda connection, stream: connection.close_connection(error_code=1))


def cut_h2(body: bytes) -> Script:
    """Send headers and a part of the body, and hang up."""

    def answer(connection: h2.connection.H2Connection, stream: int) -> None:
        connection.send_headers(stream, [(":status", "200")])
        connection.send_data(stream, body)

    return speak_h2(answer, hang_up=True)


def speak_h2(answer: Answer, *, hang_up: bool = False) -> Script:
    """Speak HTTP/2 and let `answer` deal with every request.

    `hang_up`: close after the first answer, without a goodbye.
    """

    async def script(peer: Peer) -> None:
        connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        connection.initiate_connection()
        await peer.send(connection.data_to_send())
        while data := await peer.reader.read(65536):
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    peer.server.requests.append(_request(event))
                    answer(connection, event.stream_id)
            await peer.send(connection.data_to_send())
            if hang_up and peer.server.requests:
                return
            if connection.state_machine.state is h2.connection.ConnectionState.CLOSED:
                await peer.until_closed()

    return script


def _request(event: h2.events.RequestReceived) -> Request:
    headers = tuple((name.decode(), value.decode()) for name, value in event.headers)
    pseudo = dict(headers)
    return Request(
        method=pseudo[":method"], target=pseudo[":path"], version="HTTP/2", headers=headers
    )
