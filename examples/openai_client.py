"""OpenAI's own client against `plumbline serve`: a conversation with its citations.

    OPENAI_BASE_URL=http://127.0.0.1:8787/v1 OPENAI_API_KEY=pl_live_… \
      python3 examples/openai_client.py "QUESTION" ["NEXT QUESTION"…]

`plumbline serve` prints its address; `plumbline keys create --name me` makes the key.
"""

import sys

from openai import OpenAI

if len(sys.argv) < 2:
    sys.exit('usage: openai_client.py "QUESTION" ["NEXT QUESTION"…]')

# Address and key come from the environment, as OPENAI_BASE_URL and OPENAI_API_KEY.
client = OpenAI()
messages = []
for question in sys.argv[1:]:
    messages.append({"role": "user", "content": question})
    reply = client.chat.completions.create(model="plumbline", messages=messages)
    message = reply.choices[0].message
    print(message.content)
    for citation in message.citations or []:
        print(f"[{citation['number']}] {citation['key']}: {citation['quote']}")
    messages.append({"role": "assistant", "content": message.content})
